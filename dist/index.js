import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 67:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 17:
/***/ ((__unused_webpack_module, exports) => {

/**
 * Takes the place of undici in the toolkit's packages (`overrides` in package.json). They load all of it at every start, 33 ms of
 * CPU time and 220 kB that every job downloads, for a `fetch` that nothing here uses: Octokit gets one made of `src/http.ts`.
 */
exports.ProxyAgent = class ProxyAgent {}

exports.fetch = async () => {
  throw new Error('undici is not in this bundle: give Octokit a fetch')
}


/***/ }),

/***/ 676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  j2: () => (/* binding */ REQUEST_TIMEOUT_MS),
  uT: () => (/* binding */ createHttpClient),
  z3: () => (/* binding */ isSecureUrl),
  oJ: () => (/* binding */ isSuccess)
});

// UNUSED EXPORTS: CUT_MARK, MAX_BODY_BYTES

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(67);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var lib_proxy = __nccwpck_require__(783);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(934);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(804);
;// CONCATENATED MODULE: ./lib/http.js







const REQUEST_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 1024 * 1024;
const CUT_MARK = '…';
function isSecureUrl(text) {
    const { protocol, hostname = '' } = URL.parse(text) ?? {};
    return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}
function isSuccess(result) {
    return result.kind === 'response' && result.status >= 200 && result.status < 300;
}
function createHttpClient(clock) {
    return async (httpRequest, signal) => {
        const { timeoutMs = REQUEST_TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES } = httpRequest;
        const timeout = clock.timeout(timeoutMs);
        const toReason = (error) => timeout.aborted ? `no answer within ${Math.ceil(timeoutMs / 1000)} s` : dist/* parse */.qgA(NodeError, error).message;
        const connection = { established: false };
        let message;
        try {
            message = await sendHead(httpRequest, AbortSignal.any([signal, timeout]), connection);
        }
        catch (error) {
            return connection.established
                ? { kind: 'noResponse', reason: toReason(error) }
                : { kind: 'unreachable', reason: toReason(error), permanent: PERMANENT.test(dist/* parse */.qgA(NodeError, error).code) };
        }
        const { body, error = connection.error } = await readBody(message, maxBodyBytes);
        const { statusCode: status = 0, headers } = message;
        if (error !== undefined && status < 300) {
            return { kind: 'noResponse', reason: `${toReason(error)}, after status ${status}` };
        }
        return { kind: 'response', status, headers, body };
    };
}
async function readBody(message, maxBytes) {
    const chunks = [];
    let size = 0;
    let error;
    try {
        for await (const chunk of message) {
            chunks.push(chunk);
            size += chunk.length;
            if (size > maxBytes)
                break;
        }
    }
    catch (caught) {
        error = caught;
    }
    const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes));
    const isCut = text !== '' && (size > maxBytes || error !== undefined);
    return { body: isCut ? text + CUT_MARK : text, error };
}
async function sendHead({ method, url, headers, body }, signal, connection) {
    const secure = url.protocol === 'https:';
    const tunnel = await openTunnel(url, signal);
    const { hostname: host } = url;
    const encrypt = (socket) => (0,external_node_tls_namespaceObject.connect)({ socket, host, servername: (0,external_node_net_namespaceObject.isIP)(host) === 0 ? host : '' });
    const request = requestOver(url, {
        method,
        signal,
        headers: { 'user-agent': 'thousandeyes-snapshot-action', ...headers },
        ...(tunnel === undefined ? { agent: false } : { createConnection: () => (secure ? encrypt(tunnel) : tunnel) }),
    });
    request.once('socket', socket => {
        if (socket === tunnel)
            connection.established = true;
        else
            socket.once(secure ? 'secureConnect' : 'connect', () => {
                connection.established = true;
            });
    });
    return await new Promise((resolve, reject) => {
        request.once('response', resolve);
        request.on('error', error => {
            connection.error ??= error;
            reject(error);
        });
        request.once('close', () => reject(new Error('the connection was closed without an answer')));
        request.end(body);
    });
}
function requestOver(url, options) {
    return (url.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_).request(url, options);
}
async function openTunnel(url, signal) {
    const proxy = proxyFor(url);
    if (proxy === undefined)
        return undefined;
    const authority = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
    const { username, password } = proxy;
    const credentials = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const request = requestOver(new URL(proxy.origin), {
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...(username !== '' && { 'proxy-authorization': credentials }) },
        agent: false,
        signal,
    });
    return await new Promise((resolve, reject) => {
        request.once('connect', ({ statusCode = 0 }, socket) => {
            if (statusCode >= 200 && statusCode < 300)
                return resolve(socket);
            socket.destroy();
            reject(new Error(`the proxy answered ${(0,lib_text/* formatStatus */.me)(statusCode)}`));
        });
        request.on('error', error => {
            const { message, code } = dist/* parse */.qgA(NodeError, error);
            reject(Object.assign(new Error(`the proxy: ${message}`), { code }));
        });
        request.end();
    });
}
function proxyFor(url) {
    const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const isSet = Boolean(process.env[variable] || process.env[variable.toLowerCase()]);
    if (!isSet || (0,lib_proxy/* checkBypass */.H)(url))
        return undefined;
    try {
        const proxy = (0,lib_proxy/* getProxyUrl */.s)(url);
        if (proxy?.hostname)
            return proxy;
    }
    catch {
    }
    const message = `${variable} is set, but is not the address of a proxy, such as http://proxy.example:3128`;
    throw Object.assign(new Error(message), { code: 'INVALID_PROXY' });
}
const NodeError = dist/* pipe */.FsL(dist/* object */.Ikc({ message: dist/* string */.YjP(), code: dist/* optional */.lqM(dist/* string */.YjP(), '') }), dist/* transform */.pdi(({ message, code }) => ({ message: message || code, code })));
const PERMANENT = /INVALID_PROXY|ENOTFOUND|CERT|SIGNATURE|^ERR_(SSL|TLS)|EPROTO/;


/***/ }),

/***/ 691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(79);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(676);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(11);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(135);





const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => cancelled.abort());
for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => { });
process.exitCode = await (0,_main_js__WEBPACK_IMPORTED_MODULE_3__/* .run */ .e)({
    core: {
        ..._actions_core__WEBPACK_IMPORTED_MODULE_1__,
        writeSummary: async (markdown) => {
            await _actions_core__WEBPACK_IMPORTED_MODULE_1__.summary.addRaw(markdown, true).write();
        },
    },
    env: process.env,
    readFile: path => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8'),
    clock: _time_js__WEBPACK_IMPORTED_MODULE_4__/* .systemClock */ .ml,
    random: Math.random,
    sendRequest: (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .createHttpClient */ .uT)(_time_js__WEBPACK_IMPORTED_MODULE_4__/* .systemClock */ .ml),
    signal: cancelled.signal,
});
const exit = () => process.exit();
process.stdout.write('', () => setTimeout(exit, 200).unref());
setTimeout(exit, 10_000).unref();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 11:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(934);
// EXTERNAL MODULE: ./lib/http.js + 3 modules
var http = __nccwpck_require__(676);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(804);
;// CONCATENATED MODULE: ./lib/github/response.js


const Detail = dist/* object */.Ikc({
    message: dist/* optional */.lqM(dist/* string */.YjP()),
    type: dist/* optional */.lqM(dist/* string */.YjP()),
    field: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    code: dist/* optional */.lqM(dist/* string */.YjP(), ''),
});
const ErrorBody = dist/* object */.Ikc({
    message: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    errors: dist/* pipe */.FsL(dist/* optional */.lqM(dist/* unknown */.L5J(), []), dist/* transform */.pdi(errors => [errors].flat().map(error => (typeof error === 'string' ? { message: error } : error))), dist/* array */.YOg(dist/* fallback */.NpB(Detail, { field: '', code: '' }))),
});
function errorMessageOf({ data }) {
    if (typeof data === 'string')
        return { message: data.trimStart().startsWith('<') ? '' : data.trim(), type: undefined };
    const { message, errors } = (0,lib_text/* parsed */.Yz)(ErrorBody, data) ?? { message: '', errors: [] };
    const texts = [message, ...errors.map(({ message, field, code }) => message ?? `${field} ${code}`.trim())].filter(text => text !== '');
    return { message: texts.join(' · '), type: errors[0]?.type };
}
function hasFailedInside(response) {
    const isOfQuery = errorMessageOf(response).message.startsWith('Something went wrong while executing your query');
    return response.status >= 500 || isOfQuery;
}
function rateLimitMs(response, now) {
    const { status, headers } = response;
    const { message, type = '' } = errorMessageOf(response);
    const isLimit = status === 429 ||
        type.startsWith('RATE_LIMIT') ||
        /rate limit|abuse detection|submitted too quickly/i.test(message) ||
        (status === 403 && headers['retry-after'] !== undefined);
    if (!isLimit)
        return undefined;
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (retryAfter >= 0)
        return Math.max(retryAfter, 1) * 1000;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    if (headers['x-ratelimit-remaining'] !== '0' || Number.isNaN(reset))
        return Number.POSITIVE_INFINITY;
    const sentAt = Date.parse(String(headers['date'])) || now.getTime();
    return Math.max(reset * 1000 - sentAt, 1000);
}

;// CONCATENATED MODULE: ./lib/github/client.js



const ATTEMPT_TIMEOUT_MS = 10_000;
const TIME_LIMIT_MS = 45_000;
const RETRY_DELAYS_MS = [1_000, 4_000];
const MAX_BODY_BYTES = 32 * 1024 * 1024;
async function createGitHubClient({ apiUrl, graphqlUrl, token }, context) {
    const { clock, log, signal } = context;
    const { getOctokit } = await __nccwpck_require__.e(/* import() */ 157).then(__nccwpck_require__.bind(__nccwpck_require__, 157));
    const deadlineMs = clock.monotonicMs() + TIME_LIMIT_MS;
    const request = {
        fetch: fetchWith(context, deadlineMs),
        log: { warn: (line) => log.debug(line) },
    };
    const octokit = getOctokit(token, { baseUrl: apiUrl, request });
    const send = async (route, parameters, isRepeatable = true) => {
        for (let attempt = 0;; attempt++) {
            const response = await octokit.request(route, parameters).then(toResponse, toErrorResponse);
            log.debug(`GitHub: ${route}: ${response.kind === 'response' ? response.status : response.reason}`);
            const delayMs = retryDelayMs(response, attempt, isRepeatable, clock.now());
            if (delayMs === undefined || clock.monotonicMs() + delayMs >= deadlineMs)
                return response;
            log.debug(`GitHub: trying again in ${Math.ceil(delayMs / 1000)} s.`);
            await clock.sleep(delayMs, signal);
        }
    };
    return {
        query: (query, variables) => send(`POST ${graphqlUrl}`, { query, variables }),
        request: (method, path, body) => send(`${method} ${path}`, { ...body }, method !== 'POST'),
    };
}
function retryDelayMs(response, attempt, isRepeatable, now) {
    const delayMs = RETRY_DELAYS_MS[attempt];
    if (delayMs === undefined)
        return undefined;
    if (response.kind === 'unreachable')
        return response.permanent ? undefined : delayMs;
    const limitMs = response.kind === 'response' ? rateLimitMs(response, now) : undefined;
    if (limitMs !== undefined)
        return limitMs;
    const isTransient = response.kind === 'noResponse' || hasFailedInside(response);
    return isRepeatable && isTransient ? delayMs : undefined;
}
const FetchOptions = dist/* object */.Ikc({
    method: dist/* picklist */.KIO(['POST', 'PATCH', 'DELETE']),
    headers: dist/* record */.g1P(dist/* string */.YjP(), dist/* string */.YjP()),
    body: dist/* optional */.lqM(dist/* string */.YjP()),
});
class FailureError extends Error {
    failure;
    constructor(failure) {
        super(failure.reason);
        this.failure = failure;
    }
}
function fetchWith({ clock, redact, sendRequest, signal }, deadlineMs) {
    return async (url, options) => {
        const { body, ...request } = dist/* parse */.qgA(FetchOptions, options);
        const timeoutMs = Math.min(ATTEMPT_TIMEOUT_MS, deadlineMs - clock.monotonicMs());
        if (timeoutMs <= 0) {
            throw new FailureError({ kind: 'noResponse', reason: `not finished after ${TIME_LIMIT_MS / 1000} s` });
        }
        const limits = { timeoutMs, maxBodyBytes: MAX_BODY_BYTES };
        const result = await sendRequest({ ...request, url: new URL(url), ...limits, ...(body && { body }) }, signal);
        if (result.kind !== 'response')
            throw new FailureError({ ...result, reason: redact(result.reason) });
        const headers = Object.entries(result.headers).map(([name, value]) => [
            name,
            redact(String(value)),
        ]);
        return new Response(result.status === 204 ? null : redact(result.body), { status: result.status, headers });
    };
}
function toResponse({ status, headers, data }) {
    return status !== 204 && status < 300 && typeof data === 'string'
        ? { kind: 'noResponse', reason: 'the response is not JSON, or only a part of it' }
        : { kind: 'response', status, headers, data };
}
const ResponseError = dist/* object */.Ikc({
    response: dist/* object */.Ikc({
        status: dist/* number */.aig(),
        headers: dist/* record */.g1P(dist/* string */.YjP(), dist/* optional */.lqM(dist/* union */.KCZ([dist/* string */.YjP(), dist/* number */.aig()]))),
        data: dist/* unknown */.L5J(),
    }),
});
function toErrorResponse(error) {
    if (error instanceof Error && error.cause instanceof FailureError)
        return error.cause.failure;
    const { response } = (0,lib_text/* parsed */.Yz)(ResponseError, error) ?? {};
    if (response === undefined)
        throw error;
    return { kind: 'response', ...response };
}

;// CONCATENATED MODULE: ./lib/certificate.js
function certificateRemedy(reason, host) {
    if (/certificate has expired|certificate is not yet valid/.test(reason)) {
        return `Check the runner's clock, and the certificate of ${host}, or of a proxy that inspects TLS.`;
    }
    if (/altnames/.test(reason)) {
        return `Another server answers for ${host}: check the address, the runner's DNS, and any proxy in between.`;
    }
    if (/certificate/i.test(reason)) {
        return `The runner doesn't trust the certificate of ${host}, or of a proxy that inspects TLS: set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority.`;
    }
    return undefined;
}

// EXTERNAL MODULE: ./lib/time.js + 1 modules
var lib_time = __nccwpck_require__(135);
;// CONCATENATED MODULE: ./lib/github/errors.js




function describeError(response, context) {
    if (response.kind !== 'response')
        return describeFailure(response, URL.parse(context.apiUrl)?.host ?? 'GitHub');
    const refusal = {
        ...context,
        ...errorMessageOf(response),
        response,
        isJobToken: context.token.startsWith('ghs_'),
    };
    const [, remedy = UNEXPECTED] = REMEDIES.find(([applies]) => applies(refusal)) ?? [];
    return `GitHub answered ${answer(refusal)}. ${typeof remedy === 'string' ? remedy : remedy(refusal)}`;
}
const RETRY_LATER = 'Run the step again later; the next successful run writes the comment as well.';
const UNEXPECTED = 'This is unexpected: please report it.';
function describeFailure(failure, host) {
    const reason = (0,lib_text/* quote */.hD)(failure.reason);
    if (failure.kind === 'noResponse')
        return `${host} sent no complete response: ${reason}. ${RETRY_LATER}`;
    return `${host} could not be reached: ${reason}. ${connectionRemedy(failure.reason, host, failure.permanent)}`;
}
function connectionRemedy(reason, host, isPermanent) {
    const certificate = certificateRemedy(reason, host);
    if (certificate !== undefined)
        return certificate;
    if (/proxy/i.test(reason))
        return `Check HTTPS_PROXY and NO_PROXY, and that the proxy lets the runner reach ${host}.`;
    if (/ENOTFOUND|EAI_AGAIN/.test(reason)) {
        return `The runner can't resolve the name: check its DNS, and HTTPS_PROXY if it reaches ${host} through a proxy only.`;
    }
    if (isPermanent)
        return `Check that ${host} speaks TLS, and any proxy in between.`;
    return `Check the runner's network, and HTTPS_PROXY if it reaches ${host} through a proxy only. ${RETRY_LATER}`;
}
function answer({ response: { status }, message }) {
    if (message === '')
        return `${(0,lib_text/* formatStatus */.me)(status)}${status < 300 ? ' with JSON of an unknown shape' : ''}`;
    return status < 300 ? (0,lib_text/* quote */.hD)(message) : `${(0,lib_text/* formatStatus */.me)(status)}: ${(0,lib_text/* quote */.hD)(message)}`;
}
const says = (pattern) => ({ message }) => pattern.test(message);
const isMissingPermission = says(/not accessible by integration|must have admin rights/i);
const isNotFound = ({ response, type }) => response.status === 404 || type === 'NOT_FOUND';
const isRefused = (refusal) => isNotFound(refusal) || refusal.response.status === 403 || refusal.type === 'FORBIDDEN';
const OR_JOB_TOKEN = "or leave githubToken out to use the job's own token";
const orJobToken = (advice) => ({ isJobToken }) => isJobToken ? `${advice}.` : `${advice}, ${OR_JOB_TOKEN}.`;
const REMEDIES = [
    [({ response: { status } }) => status >= 300 && status < 400, redirectRemedy],
    [({ response, now }) => rateLimitMs(response, now) !== undefined, rateLimitRemedy],
    [({ response }) => hasFailedInside(response), `GitHub has a problem. ${RETRY_LATER}`],
    [({ response }) => response.status === 401, orJobToken('githubToken is wrong, expired or revoked: renew its secret')],
    [({ response }) => response.status === 407, 'A proxy requires a login: put its user and password into HTTPS_PROXY.'],
    [
        ({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED',
        'The search for the comment is too large for GitHub: set prNumber to make it smaller, or run the step again later.',
    ],
    [
        refusal => says(/restricted to|limited to|limited the ability|blocked|suspended/i)(refusal) ||
            [410, 451].includes(refusal.response.status),
        'Resolve this on GitHub, or set comment to false.',
    ],
    [
        says(/IP allow list/i),
        "The organization accepts requests only from the addresses on its IP allow list: run the job on a runner whose address is on it, or have an owner add the runner's.",
    ],
    [
        refusal => says(/\bSAML\b/)(refusal) || refusal.response.headers['x-github-sso'] !== undefined,
        orJobToken("The organization requires single sign-on: authorize the token in githubToken for it (Configure SSO, on GitHub's page of your tokens)"),
    ],
    [says(/\barchived\b/i), 'An archived repository takes no comments: unarchive it, or set comment to false.'],
    [
        says(/is locked/i),
        'The conversation is locked, and githubToken may not write there: unlock it on GitHub, or set comment to false.',
    ],
    [
        says(/commenting is disabled|more than \d+ comments/i),
        'The pull request has too many comments for another one: go on in a new one, or set comment to false.',
    ],
    [says(/forbids access via/i), orJobToken("The organization doesn't accept this token: do what GitHub says")],
    [
        refusal => refusal.type === 'INSUFFICIENT_SCOPES' || says(/required scopes/i)(refusal),
        orJobToken('The token in githubToken lacks a scope: give it repo (public_repo is enough for a public repository)'),
    ],
    [
        says(/not accessible by (fine-grained )?personal access token/i),
        orJobToken(`The token in githubToken needs access to this repository with the permission "Pull requests: Read and write"; set it on GitHub's page of your tokens`),
    ],
    [
        refusal => refusal.fromFork && refusal.isJobToken && isRefused(refusal),
        'A pull request from a fork gets a read-only token, whatever permissions: says. Comment from a workflow on workflow_run, whose token may write.',
    ],
    [refusal => isMissingPermission(refusal) || isNotFound(refusal), permissionsRemedy],
    [isRefused, orJobToken('Check what githubToken may do in this repository, and any proxy in between')],
];
function redirectRemedy({ response: { headers } }) {
    return `It points to ${(0,lib_text/* quote */.hD)(String(headers['location'] ?? 'nowhere'))}. The step follows no redirect, to protect the token. If the repository was renamed, run the step again.`;
}
function rateLimitRemedy({ response, now }) {
    const ms = rateLimitMs(response, now) ?? Number.POSITIVE_INFINITY;
    const time = Number.isFinite(ms) ? ` for ${(0,lib_time/* formatDuration */.a3)(ms)}` : '';
    return `githubToken has reached GitHub's rate limit, and GitHub accepts no more requests${time}. ${RETRY_LATER}`;
}
function permissionsRemedy({ isJobToken, repository: { owner, name }, pullRequest }) {
    if (!isJobToken) {
        return `The token in githubToken has no access to ${owner}/${name}, or may not comment there: give it access, ${OR_JOB_TOKEN}.`;
    }
    const lines = pullRequest.kind === 'commit' ? 'contents: read, pull-requests: write' : 'pull-requests: write';
    return `Add to the job: permissions: { ${lines} } and keep the lines that are there, since permissions: removes what it doesn't name. If githubToken comes from a GitHub App of yours, give the App these permissions instead.`;
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./lib/github/pull-request.js




async function findPullRequest(client, query) {
    const marker = markerOf(query.key);
    let ref = query.pullRequest;
    let before;
    for (;;) {
        const { node, others, response } = await findPage(client, query.repository, ref, before);
        if (!node)
            return node === null && pull_request_isNotFound(response) ? { kind: 'none' } : { kind: 'error', response };
        const comments = node.comments.nodes
            .filter(({ viewerDidAuthor, body }) => viewerDidAuthor && body.startsWith(marker))
            .map(({ url, isMinimized: isHidden, body }) => {
            return { ...url, isHidden, body: body.slice(marker.length).trimStart() };
        });
        const { hasPreviousPage, startCursor } = node.comments.pageInfo;
        if (comments.length > 0 || !hasPreviousPage || startCursor === null) {
            return { kind: 'found', number: node.number, others, comments };
        }
        ref = { kind: 'number', number: node.number, others };
        before = startCursor;
    }
}
function markerOf(key) {
    return `<!-- thousandeyes-snapshot: ${(0,external_node_crypto_namespaceObject.createHash)('sha256').update(key).digest('hex').slice(0, 16)} -->`;
}
async function findPage(client, { owner, name }, ref, before) {
    if (ref.kind === 'number') {
        const response = await client.query(BY_NUMBER, { owner, name, number: ref.number, before });
        const node = (0,lib_text/* parsed */.Yz)(ByNumber, response)?.data.data.repository.pullRequest;
        return { node, others: ref.others ?? [], response };
    }
    const { sha, headBranch: branch } = ref;
    const response = await client.query(BY_COMMIT, { owner, name, sha, branch, hasBranch: branch !== undefined });
    const repository = (0,lib_text/* parsed */.Yz)(ByCommit, response)?.data.data.repository;
    if (repository === undefined)
        return { node: undefined, others: [], response };
    const withThisHead = repository.ofBranch?.nodes.filter(({ headRefOid }) => headRefOid === sha) ?? [];
    const candidates = [...(repository.object?.associatedPullRequests?.nodes ?? []), ...withThisHead];
    return { ...pickPullRequest(candidates, sha), response };
}
function pull_request_isNotFound(response) {
    return (0,lib_text/* parsed */.Yz)(Errors, response)?.data.errors.every(({ type }) => type === 'NOT_FOUND') ?? true;
}
function pickPullRequest(candidates, sha) {
    const isOpenHead = ({ state, headRefOid }) => state === 'OPEN' && headRefOid === sha;
    const mergedLastFirst = candidates.toSorted((a, b) => (b.mergedAt ?? '').localeCompare(a.mergedAt ?? ''));
    const node = candidates.find(({ state, mergeCommit }) => state === 'MERGED' && mergeCommit?.oid === sha) ??
        candidates.find(isOpenHead) ??
        mergedLastFirst.find(({ state }) => state === 'MERGED' || state === 'OPEN') ??
        null;
    const heads = new Set(candidates.filter(isOpenHead).map(({ number }) => number));
    return { node, others: [...heads].filter(number => number !== node?.number) };
}
const PAGE = `
  fragment page on PullRequest {
    number
    comments(last: 100, before: $before) {
      nodes { url viewerDidAuthor isMinimized body }
      pageInfo { hasPreviousPage startCursor }
    }
  }`;
const BY_NUMBER = `
  query ($owner: String!, $name: String!, $number: Int!, $before: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { ...page }
    }
  }
  ${PAGE}`;
const BY_COMMIT = `
  query ($owner: String!, $name: String!, $sha: GitObjectID!, $branch: String, $hasBranch: Boolean!, $before: String) {
    repository(owner: $owner, name: $name) {
      object(oid: $sha) {
        ... on Commit {
          associatedPullRequests(first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { ...candidate } }
        }
      }
      ofBranch: pullRequests(headRefName: $branch, first: 10, orderBy: { field: UPDATED_AT, direction: DESC })
        @include(if: $hasBranch) { nodes { ...candidate } }
    }
  }
  fragment candidate on PullRequest { state headRefOid mergeCommit { oid } mergedAt ...page }
  ${PAGE}`;
const list = (node) => dist/* pipe */.FsL(dist/* array */.YOg(dist/* nullable */.mee(node)), dist/* transform */.pdi(nodes => nodes.filter(one => one !== null)));
const PullRequestNode = dist/* object */.Ikc({
    number: dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b(), dist/* minValue */.Wwf(1)),
    comments: dist/* object */.Ikc({
        nodes: list(dist/* object */.Ikc({
            url: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(http/* isSecureUrl */.z3), dist/* transform */.pdi(url => ({ url, id: Number(/#issuecomment-(\d+)$/.exec(url)?.[1]) })), dist/* object */.Ikc({ url: dist/* string */.YjP(), id: dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b()) })),
            viewerDidAuthor: dist/* boolean */.zMY(),
            isMinimized: dist/* boolean */.zMY(),
            body: dist/* string */.YjP(),
        })),
        pageInfo: dist/* object */.Ikc({ hasPreviousPage: dist/* boolean */.zMY(), startCursor: dist/* nullable */.mee(dist/* string */.YjP()) }),
    }),
});
const Candidate = dist/* object */.Ikc({
    ...PullRequestNode.entries,
    state: dist/* string */.YjP(),
    headRefOid: dist/* string */.YjP(),
    mergeCommit: dist/* nullable */.mee(dist/* object */.Ikc({ oid: dist/* string */.YjP() })),
    mergedAt: dist/* nullable */.mee(dist/* string */.YjP()),
});
const Candidates = dist/* object */.Ikc({ nodes: list(Candidate) });
const responseWith = (repository) => dist/* object */.Ikc({ data: dist/* object */.Ikc({ data: dist/* object */.Ikc({ repository: dist/* object */.Ikc(repository) }) }) });
const ByNumber = responseWith({ pullRequest: dist/* nullable */.mee(PullRequestNode) });
const ByCommit = responseWith({
    object: dist/* nullable */.mee(dist/* object */.Ikc({ associatedPullRequests: dist/* optional */.lqM(dist/* nullable */.mee(Candidates)) })),
    ofBranch: dist/* optional */.lqM(Candidates),
});
const Errors = dist/* object */.Ikc({ data: dist/* object */.Ikc({ errors: dist/* array */.YOg(dist/* object */.Ikc({ type: dist/* optional */.lqM(dist/* string */.YjP()) })) }) });

;// CONCATENATED MODULE: ./lib/github/comment.js






async function upsertComment(request, config, context) {
    const { pullRequest } = request;
    if (pullRequest.kind === 'none')
        return noPullRequest(`${pullRequest.reason} Set prNumber to choose a pull request.`);
    if (config.token === '') {
        return failed("githubToken is empty: leave it out to use the job's own token, or check the secret it is set to.");
    }
    try {
        const client = await createGitHubClient(config, context);
        const result = await findAndWrite({ ...request, pullRequest }, config, context, client);
        return result.kind === 'failed' && context.signal.aborted ? failed(CANCELLED) : result;
    }
    catch (error) {
        if (context.signal.aborted)
            return failed(CANCELLED);
        return failed((0,lib_text/* formatUnexpectedError */.xo)(context.redact(String(error))));
    }
}
const CANCELLED = 'The job was cancelled.';
const MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = 2_000;
const SETTLE_DELAY_MS = 1_000;
const MAX_LOOKS = 4;
async function findAndWrite(request, config, context, client) {
    const failure = (response) => failed(describeError(response, { ...config, ...request, now: context.clock.now() }));
    for (let attempts = 1;; attempts++) {
        const lookup = await findPullRequest(client, request);
        if (lookup.kind === 'none')
            return notFound(request);
        if (lookup.kind === 'error')
            return failure(lookup.response);
        const { number: prNumber, comments: existing, others } = lookup;
        const plan = request.plan(existing, false);
        if (plan.kind === 'none')
            return { kind: 'notNeeded' };
        const result = asPlanned(plan, existing) ?? (await write(plan, prNumber, request, client));
        if ('kind' in result) {
            if (!isStale(plan, result) || attempts === MAX_ATTEMPTS)
                return failure(result);
            context.log.debug('GitHub: searching for the comment again before another attempt to write it.');
            await context.clock.sleep(RETRY_DELAY_MS, context.signal);
            continue;
        }
        const { id: commentId, url: commentUrl } = result;
        const action = actionOf(plan, existing);
        const written = { kind: 'written', action, prNumber, commentId, commentUrl, ...noticeOf(others) };
        return await settle(written, result, Number(plan.kind === 'edit'), request, context, client).catch(() => written);
    }
}
async function settle(written, last, look, request, context, client) {
    if (look > MAX_LOOKS)
        return written;
    await context.clock.sleep(SETTLE_DELAY_MS * look * (1 + context.random()), context.signal);
    const { prNumber, commentId } = written;
    const lookup = await findPullRequest(client, { ...request, pullRequest: { kind: 'number', number: prNumber } });
    if (lookup.kind !== 'found')
        return written;
    const isListed = look > 0 || lookup.comments.some(({ id }) => id === last.id);
    const all = isListed ? lookup.comments : [...lookup.comments, last];
    const plan = request.plan(all, true);
    if (plan.kind !== 'edit')
        return written;
    const keeper = asPlanned(plan, all);
    if (keeper === undefined || asPlanned(plan, [last]) === undefined) {
        const now = keeper ?? (await write(plan, prNumber, request, client));
        return await settle(written, 'kind' in now ? last : now, look + 1, request, context, client);
    }
    for (const { id } of all.filter(({ id }) => id !== keeper.id)) {
        await client.request('DELETE', `${issuesPath(request.repository)}/comments/${id}`);
    }
    const action = plan.isOnTop && keeper.id === commentId ? written.action : actionOf(plan, all);
    return { ...written, action, commentId: keeper.id, commentUrl: keeper.url };
}
function asPlanned(plan, existing) {
    if (plan.kind === 'create')
        return undefined;
    return existing.find(({ id, body }) => id === plan.id && body.trimEnd() === plan.body.trimEnd());
}
function actionOf(plan, existing) {
    if (plan.kind === 'edit')
        return plan.isOnTop ? 'updated' : 'linksAdded';
    return existing.length === 0 ? 'created' : 'replaced';
}
async function write(plan, prNumber, { repository, key }, client) {
    const content = { body: `${markerOf(key)}\n${plan.body}` };
    const response = plan.kind === 'create'
        ? await client.request('POST', `${issuesPath(repository)}/${prNumber}/comments`, content)
        : await client.request('PATCH', `${issuesPath(repository)}/comments/${plan.id}`, content);
    const { data } = (0,lib_text/* parsed */.Yz)(WrittenResponse, response) ?? {};
    return data === undefined ? response : { id: data.id, url: data.html_url, body: plan.body, isHidden: false };
}
function issuesPath({ owner, name }) {
    return `/repos/${owner}/${name}/issues`;
}
const WrittenResponse = dist/* object */.Ikc({
    status: dist/* pipe */.FsL(dist/* number */.aig(), dist/* maxValue */.cGV(299)),
    data: dist/* object */.Ikc({
        id: dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b()),
        html_url: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(http/* isSecureUrl */.z3)),
    }),
});
function isStale(plan, response) {
    if (plan.kind === 'edit')
        return response.kind === 'response' && response.status === 404;
    return response.kind === 'noResponse' || (response.kind === 'response' && response.status >= 500);
}
function noticeOf(others) {
    if (others.length === 0)
        return {};
    const names = `pull request${others.length === 1 ? '' : 's'} ${others.map(number => `#${number}`).join(', ')}`;
    return { notice: `The commit is the head of ${names} as well: set prNumber to comment there.` };
}
const BODY_LIMIT = 65_536 - markerOf('').length - 1;
function notFound({ repository: { owner, name }, pullRequest }) {
    return pullRequest.kind === 'number'
        ? noPullRequest(`${owner}/${name} has no pull request #${pullRequest.number}. Set prNumber to the right one.`)
        : noPullRequest(`No open or merged pull request in ${owner}/${name} has commit ${pullRequest.sha.slice(0, 7)}. Set prNumber if you expected one.`);
}
function noPullRequest(reason) {
    return { kind: 'noPullRequest', message: `No comment was written: ${reason}` };
}
function failed(reason) {
    return { kind: 'failed', message: `The comment was not written: ${reason}` };
}

;// CONCATENATED MODULE: ./lib/analysis/statistics.js
function statisticsOf(values) {
    const all = Float64Array.from(values).sort();
    const missing = all.findIndex(Number.isNaN);
    const sorted = missing < 0 ? all : all.subarray(0, missing);
    return {
        count: sorted.length,
        mean: meanOf(sorted),
        median: medianOfSorted(sorted),
        p95: at(sorted, Math.ceil(sorted.length * 0.95) - 1),
    };
}
function median(values) {
    return values.length === 1 ? at(values, 0) : medianOfSorted(Float64Array.from(values).sort());
}
function medianOfSorted(sorted) {
    const [lower, upper] = [at(sorted, Math.ceil(sorted.length / 2) - 1), at(sorted, Math.floor(sorted.length / 2))];
    return lower === upper ? lower : (lower + upper) / 2;
}
function medianInterval(ascending) {
    return median(ascending.slice(1).map((value, index) => value - at(ascending, index)));
}
function sumOf(values) {
    return values.reduce((sum, value) => sum + value, 0);
}
function meanOf(values) {
    let sum = 0;
    for (let index = 0; index < values.length; index++)
        sum += at(values, index);
    return sum / values.length;
}
function meanByKey(keys, values) {
    const measured = [...values.keys()].filter(row => !Number.isNaN(values[row]));
    const rowsByKey = Map.groupBy(measured, row => at(keys, row));
    return new Map([...rowsByKey].map(([key, rows]) => [key, meanOf(rows.map(row => at(values, row)))]));
}
function at(values, index) {
    return values[index] ?? Number.NaN;
}
function isNear(a, b) {
    return a === b || Math.abs(a - b) <= 1e-9 * Math.min(Math.abs(a), Math.abs(b));
}

;// CONCATENATED MODULE: ./lib/analysis/significance.js

const MIN_ROUNDS_BEFORE = 3;
const MIN_ROUNDS_AFTER = { fewAgents: 5, threeAgents: 3 };
const MAX_P = { fewAgents: 0.05, threeAgents: 0.02 };
const MAX_FISHER_P = 0.05;
const MAX_SHARED_P = 0.15;
const MAX_AGENT_P = 0.001;
const MAX_EVIDENCE_P = 0.15;
const MIN_CHANGE_PERCENT = 3;
const MAX_DEVIATIONS = 4;
const MAD_PER_DEVIATION = 0.6745;
const MIN_DEVIATION = 0.05;
const LARGE_CHANGE = Math.log(1.2);
const LAST_ROUNDS = 5;
const MOVED_PART = 0.7;
const MOVED_STRICTNESS = 10;
const MIN_DRIFT = 6;
const MAX_TURNS = 3;
const SLOW_FACTOR = 2;
const MAX_TAIL_P = { fewAgents: 0.005, threeAgents: 0.001 };
const MAX_BUNCH_PART = 0.5;
function fisherExact(observed, reference) {
    const total = observed.whole + reference.whole;
    const counted = observed.part + reference.part;
    const logs = logFactorials(total);
    const logChoose = (of, some) => at(logs, of) - at(logs, some) - at(logs, of - some);
    const all = logChoose(total, observed.whole);
    let p = 0;
    for (let part = observed.part; part <= Math.min(counted, observed.whole); part++) {
        p += Math.exp(logChoose(counted, part) + logChoose(total - counted, observed.whole - part) - all);
    }
    return Math.min(p, 1);
}
function logFactorials(max) {
    const logs = new Float64Array(max + 1);
    for (let n = 2; n <= max; n++)
        logs[n] = at(logs, n - 1) + Math.log(n);
    return logs;
}
function riseP(before, after) {
    const centre = median(before);
    const spread = median(before.map(value => Math.abs(value - centre))) / MAD_PER_DEVIATION;
    const deviation = Math.max(spread, MIN_DEVIATION);
    const clip = (values) => values.map(value => Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (value - centre) / deviation)));
    const clipped = clip(before);
    const test = (values) => spread > 0 ? stepP(clipped, clip(values)) : fisherExact(countAbove(values, centre), countAbove(before, centre));
    return Math.max(test(after), test(withoutHighest(after)));
}
function withoutHighest(values) {
    const highest = values.reduce((best, value, index) => (value > at(values, best) ? index : best), 0);
    return values.with(highest, median(values));
}
function countAbove(values, limit) {
    return { part: values.filter(value => value > limit).length, whole: values.length };
}
function stepP(before, after) {
    const values = [...before, ...after];
    const correlation = lag1Autocorrelation(before);
    const first = Math.sqrt(1 - correlation ** 2);
    let [ll, ls, ss, ly, sy, yy] = [0, 0, 0, 0, 0, 0];
    for (let round = 0; round < values.length; round++) {
        const y = round === 0 ? first * at(values, 0) : at(values, round) - correlation * at(values, round - 1);
        const level = round === 0 ? first : 1 - correlation;
        const step = round < before.length ? 0 : round === before.length ? 1 : 1 - correlation;
        ll += level * level;
        ls += level * step;
        ss += step * step;
        ly += level * y;
        sy += step * y;
        yy += y * y;
    }
    const determinant = ll * ss - ls * ls;
    const base = (ss * ly - ls * sy) / determinant;
    const rise = (ll * sy - ls * ly) / determinant;
    const freedom = values.length - 2;
    const variance = Math.max(0, yy - base * ly - rise * sy) / freedom;
    return studentP(rise / Math.sqrt((variance * ll) / determinant), freedom);
}
function lag1Autocorrelation(values) {
    const mean = meanOf(values);
    const distances = values.map(value => value - mean);
    const squares = sumOf(distances.map(distance => distance * distance));
    if (squares === 0)
        return 0;
    const raw = sumOf(distances.slice(1).map((distance, round) => distance * at(distances, round))) / squares;
    return Math.max(0, Math.min(0.95, raw + (1 + 4 * raw) / values.length));
}
function studentP(t, freedom) {
    const size = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(t ** 2 / freedom));
    const k = 1 / (1 + 0.2316419 * size);
    const polynomial = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
    const tail = (Math.exp(-(size ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
    return t < 0 ? 1 - tail : tail;
}

;// CONCATENATED MODULE: ./lib/github/event.js



function environmentOf({ payload }) {
    const { deployment_status, deployment } = (0,lib_text/* parsed */.Yz)(Deployment, payload) ?? {};
    return deployment_status?.environment || deployment?.environment || undefined;
}
function deploymentTime({ name, payload }) {
    const { state, created_at } = (0,lib_text/* parsed */.Yz)(Deployment, payload)?.deployment_status ?? {};
    return name === 'deployment_status' && state === 'success' ? created_at : undefined;
}
const WithEnvironment = dist/* object */.Ikc({ environment: dist/* optional */.lqM(dist/* string */.YjP()) });
const Deployment = dist/* object */.Ikc({
    deployment: dist/* optional */.lqM(WithEnvironment),
    deployment_status: dist/* optional */.lqM(dist/* object */.Ikc({ ...WithEnvironment.entries, state: dist/* optional */.lqM(dist/* string */.YjP()), created_at: dist/* optional */.lqM(lib_time/* IsoTime */.nm) })),
});
function isForkRun({ name, payload }) {
    const pullRequest = (0,lib_text/* parsed */.Yz)(HeadAndBase, payload)?.pull_request;
    if (pullRequest === undefined || name === 'pull_request_target')
        return false;
    return pullRequest.head.repo?.full_name !== pullRequest.base.repo.full_name;
}
const HeadAndBase = dist/* object */.Ikc({
    pull_request: dist/* object */.Ikc({
        head: dist/* object */.Ikc({ repo: dist/* nullable */.mee(dist/* object */.Ikc({ full_name: dist/* string */.YjP() })) }),
        base: dist/* object */.Ikc({ repo: dist/* object */.Ikc({ full_name: dist/* string */.YjP() }) }),
    }),
});
function isPublicRepository({ payload }) {
    return !dist.is(PrivateRepository, payload);
}
const PrivateRepository = dist/* object */.Ikc({ repository: dist/* object */.Ikc({ private: dist/* literal */.euz(true) }) });

;// CONCATENATED MODULE: ./lib/thousandeyes/metrics.js
function isPerfect(value, { better, unit }) {
    return better === 'lower' ? value <= 0 : unit === '%' && value >= 100;
}
const AVAILABILITY = { name: 'availability', unit: '%', better: 'higher' };
const ms = (name) => ({ name, unit: 'ms', better: 'lower' });
const number = (name) => ({ name, unit: '', better: 'lower' });
const share = (name) => ({ name, unit: '%', better: 'higher' });
const LOSS = { name: 'loss', unit: '%', better: 'lower' };
const RESULT_KINDS = {
    'http-server': {
        metrics: [ms('responseTime'), ms('totalTime'), { name: 'throughput', unit: 'B/s', better: 'higher' }],
        codeField: 'responseCode',
    },
    network: {
        metrics: [ms('avgLatency'), LOSS, ms('jitter')],
        failureMarker: ['loss', 100],
        subKeyField: 'direction',
    },
    'page-load': {
        metrics: [ms('pageLoadTime'), ms('domLoadTime'), number('numErrors')],
        hasNoAvailability: true,
        failureMarker: ['pageLoadTime', 0],
    },
    'web-transactions': { metrics: [ms('transactionTime')] },
    api: { metrics: [ms('apiTransactionTime'), share('completion')] },
    'ftp-server': { metrics: [ms('responseTime'), ms('totalTime')] },
    'dns-server': { metrics: [ms('resolutionTime')], subKeyField: 'server' },
    'dns-trace': { metrics: [ms('finalQueryTime'), number('failedQueries')] },
    dnssec: { metrics: [share('isValid')] },
    'sip-server': { metrics: [ms('responseTime')] },
    'rtp-server': {
        metrics: [{ name: 'mos', unit: '', better: 'higher' }, LOSS, ms('latency'), ms('pdv')],
        failureMarker: ['loss', 100],
    },
    bgp: {
        metrics: [share('reachability'), number('pathChanges'), number('updates')],
        failureMarker: ['reachability', 0],
        subKeyField: 'prefix',
    },
};
const KINDS_OF_TEST = new Map([
    ['http-server', ['http-server', 'network']],
    ['page-load', ['page-load', 'http-server', 'network']],
    ['web-transactions', ['web-transactions', 'http-server', 'network']],
    ['api', ['api', 'network']],
    ['agent-to-server', ['network']],
    ['agent-to-agent', ['network']],
    ['ftp-server', ['ftp-server', 'network']],
    ['dns-server', ['dns-server', 'network']],
    ['dns-trace', ['dns-trace']],
    ['dnssec', ['dnssec']],
    ['sip-server', ['sip-server', 'network']],
    ['voice', ['rtp-server']],
    ['bgp', ['bgp']],
]);
const METRICS = new Map([...Object.values(RESULT_KINDS).flatMap(metricsOf), AVAILABILITY].map(metric => [metric.name, metric]));
function metricsOf({ metrics, hasNoAvailability }) {
    return hasNoAvailability ? metrics : [...metrics, AVAILABILITY];
}
function metricsByKind({ testType = '', resultKinds }) {
    const ofType = KINDS_OF_TEST.get(testType) ?? [];
    const linked = new Set([...ofType, ...[...KINDS_OF_TEST.values()].flat()].filter(kind => resultKinds.includes(kind)));
    const kinds = linked.size > 0 ? [...linked] : ofType;
    const named = new Set();
    return new Map(kinds.map(kind => {
        const metrics = metricsOf(RESULT_KINDS[kind]).filter(({ name }) => !named.has(name));
        for (const { name } of metrics)
            named.add(name);
        return [kind, metrics];
    }));
}
function metricNames(test) {
    const metrics = [...metricsByKind(test).values()].flat();
    return metrics.length === 0 ? undefined : metrics.map(({ name }) => name);
}

;// CONCATENATED MODULE: ./lib/analysis/conditions.js


const ALERTS = 'alerts';
const OPERATORS = {
    '>': (value, limit) => value > limit,
    '>=': (value, limit) => value >= limit,
    '<': (value, limit) => value < limit,
    '<=': (value, limit) => value <= limit,
};
function isOperator(text) {
    return text in OPERATORS;
}
function isMet({ operator, limit }, value) {
    return OPERATORS[operator](isNear(value, limit) ? limit : value, limit);
}
function unitOf(metric) {
    return METRICS.get(metric)?.unit ?? '';
}
function rangeOf({ metric, relative }) {
    if (relative)
        return [-100, Number.POSITIVE_INFINITY];
    if (metric === 'mos')
        return [1, 5];
    return [0, unitOf(metric) === '%' ? 100 : Number.POSITIVE_INFINITY];
}

;// CONCATENATED MODULE: ./lib/analysis/parse-conditions.js



function parseConditions(text) {
    const lines = text
        .split(/[\r\n]+/)
        .map(cleanLine)
        .filter(line => line !== '');
    const isUnknown = (line) => line.toLowerCase() === 'unknown';
    const parsed = lines.filter(line => !isUnknown(line)).map(parseCondition);
    const errors = parsed.flatMap(({ error }) => error ?? []);
    if (parsed.length === 0)
        return { errors: ['has no condition, such as loss > 1%. The line unknown only adds to conditions.'] };
    const conditions = parsed.flatMap(({ value }) => value ?? []);
    return errors.length > 0 ? { errors } : { value: { conditions, failOnUnknown: lines.some(isUnknown) } };
}
function cleanLine(line) {
    const comment = /(?:^|\s)#/.exec(line);
    const item = line
        .slice(0, comment?.index)
        .replace(/^\s*[-*]\s/, '')
        .trim();
    return (0,lib_text/* unquoted */.qZ)(item);
}
const CONDITION = /^(?<name>[\w.()\s-]*[\w.()-])\s*(?<given>[<>=!≤≥]{1,3})\s*(?<sign>[+-]?)(?<digits>(\d{1,12}|[1-9]\d{0,2}(,\d{3}){1,3})(\.\d{1,6})?(e\d{1,2})?)\s*(?<unit>%|[a-zµ/]*)$/i;
const COMPARISON = /[<>=≤≥] ?[+-]?\d/g;
const FUNCTION = /^(p\d+|avg|average|mean|median|min|max|\w+(?=\((alerts|errors)\)))\((?<inner>\w+)\)$/i;
const MISTYPED_OPERATORS = { '=>': '>=', '=<': '<=', '≥': '>=', '≤': '<=' };
function parseCondition(line) {
    const { name = '', given = '', sign = '', digits = '', unit = '' } = CONDITION.exec(line)?.groups ?? {};
    const { inner: metric = name } = FUNCTION.exec(name)?.groups ?? {};
    const note = /[(]|p\d\d/i.test(name) ? ' The gate judges the median, and of shares the mean.' : '';
    const refused = (why) => ({ error: `${(0,lib_text/* quote */.hD)(line, 100)} ${why}${note}` });
    if (given === '')
        return refused(wrongForm(line));
    const suffix = unit.replace(/^(percent|pct)$/i, '%');
    const limit = Number(`${sign}${digits.replaceAll(',', '')}`);
    if (ERROR_RATE.test(normalize(metric)))
        return refused(isAvailability(limit, suffix));
    if (metric !== ALERTS && !METRICS.has(metric))
        return note === '' ? { error: unknownMetric(metric) } : refused(ALONE);
    const operator = MISTYPED_OPERATORS[given] ?? given;
    if (!isOperator(operator))
        return refused('has an unknown operator: use one of > >= < <=, as in alerts > 0.');
    const condition = { text: line, metric, operator, limit, relative: sign !== '' };
    const isAsMeant = operator === given && metric === name;
    const rewritten = isAsMeant ? undefined : `must be written ${formatCondition(condition)}.`;
    const why = wrongSuffix(condition, suffix) ?? wrongMeaning(condition, suffix) ?? rewritten;
    return why === undefined ? { value: condition } : refused(why);
}
const ALONE = 'must be about a metric alone, such as responseTime > 500, or responseTime > +20% for a change.';
function wrongForm(line) {
    if ((line.match(COMPARISON) ?? []).length > 1) {
        return 'has several conditions: write each on a line of its own (in YAML, after a |).';
    }
    return /\d,\d/.test(line)
        ? decimalComma(line)
        : 'is not a condition: write a metric, one of > >= < <=, and a number, such as availability < 99.5%.';
}
const decimalComma = (line) => `has a comma in its number: write ${line.replace(/^.*?(\d+),(\d+).*$/, '$1.$2')}.`;
const FACTORS = new Map(Object.entries({ ms: 1, s: 1000, 'B/s': 1, 'kB/s': 1e3, 'MB/s': 1e6 }));
function wrongSuffix(condition, suffix) {
    const { metric, limit, relative } = condition;
    if (relative && (suffix === '' || metric === ALERTS)) {
        return 'has a sign, which is for a change in percent of a metric, such as responseTime > +20%.';
    }
    if (suffix !== '' && suffix !== '%')
        return wrongUnit(condition, suffix);
    if (relative || suffix === '' || unitOf(metric) === '%')
        return undefined;
    const isntPercent = `has a percent sign, but ${metric} isn't in percent: write`;
    return metric === ALERTS
        ? `${isntPercent} ${suggest(condition)}.`
        : `${isntPercent} ${suggestChange(condition, limit)} for a change since the deploy.`;
}
function wrongUnit(condition, suffix) {
    const { metric, limit, relative } = condition;
    const unit = unitOf(metric);
    if (suffix === 'x' && limit > 1 && METRICS.get(metric)?.better === 'lower')
        return `is a multiple: write ${suggestChange(condition, (limit - 1) * 100)}.`;
    if (relative)
        return `has a unit, but a change is in percent: write ${suggestChange(condition, 20)}, or a limit without a sign.`;
    const factor = unit === (suffix.endsWith('B/s') ? 'B/s' : 'ms') ? FACTORS.get(suffix) : undefined;
    if (factor !== undefined)
        return `has a unit: write ${suggest({ ...condition, limit: rounded(limit * factor) })}.`;
    return `has a unit: leave it out${unit === '' ? '' : `, and give the number in ${unit}`}.`;
}
function wrongMeaning(condition, suffix) {
    const { text, metric, limit, relative } = condition;
    const meant = meantCondition(condition);
    const isFraction = unitOf(metric) === '%' && betterOf(metric) === 'higher' && limit > 0 && limit <= 1;
    if (isFraction && !relative && suffix === '') {
        const percent = { ...condition, limit: rounded(limit * 100) };
        return `has a number from 0 to 1, but ${metric} is in percent: write ${suggest(percent)}.`;
    }
    if (meant !== undefined && !isConstant(meant)) {
        return `is true when everything is healthy. Conditions say when to fail: write ${formatCondition(meant)}.`;
    }
    if (!isConstant(condition))
        return undefined;
    if (text.includes(','))
        return decimalComma(text);
    const [min, max] = rangeOf(condition);
    const what = relative ? `the change of ${metric} in percent` : metric;
    const range = max === Number.POSITIVE_INFINITY ? `is never less than ${min}` : `is always from ${min} to ${max}`;
    return `is ${isMet(condition, min) ? 'always' : 'never'} true: ${what} ${range}.`;
}
function isConstant(condition) {
    const [min, max] = rangeOf(condition);
    return isMet(condition, min) === isMet(condition, max);
}
const OPPOSITES = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' };
function meantCondition(condition) {
    const { metric, operator, limit, relative } = condition;
    const failing = betterOf(metric) === 'lower' ? '>' : '<';
    const healthy = relative || failing === '>' ? 0 : unitOf(metric) === '%' ? 100 : undefined;
    const isTowards = operator.startsWith(failing);
    const isBeyond = healthy !== undefined && isMet(condition, healthy);
    if (isTowards && !isBeyond)
        return undefined;
    if (relative)
        return { ...condition, operator: failing, limit: Math.abs(limit) * (failing === '>' ? 1 : -1) };
    if (!isTowards)
        return { ...condition, operator: OPPOSITES[operator] };
    return { ...condition, operator: failing, limit: healthy ?? limit };
}
function suggestChange(condition, percent) {
    return suggest({ ...condition, relative: true, limit: rounded(percent) });
}
function suggest(condition) {
    return formatCondition(meantCondition(condition) ?? condition);
}
function formatCondition({ metric, operator, limit, relative }) {
    const sign = relative ? (betterOf(metric) === 'lower' ? '+' : '-') : '';
    return `${metric} ${operator} ${sign}${Math.abs(limit)}${relative || unitOf(metric) === '%' ? '%' : ''}`;
}
function betterOf(metric) {
    return METRICS.get(metric)?.better ?? 'lower';
}
function rounded(value) {
    return Number(value.toPrecision(12));
}
const ERROR_RATE = /^(errors?|error(rate|percent)|failures|failurerate|httpreqfailed)$/;
function isAvailability(limit, suffix) {
    const percent = suffix === '%' || limit > 1 ? limit : limit * 100;
    const availability = percent >= 0 && percent < 100 ? rounded(100 - percent) : 99;
    return `is about errors, and ThousandEyes measures the availability: write availability < ${availability}%.`;
}
const OTHER_NAMES = [
    { pattern: /^(uptime|success|successrate|statuscode)$/, metrics: ['availability'] },
    { pattern: /^packetloss$/, metrics: ['loss'] },
    { pattern: /^bandwidth$/, metrics: ['throughput'] },
    { pattern: /^(rtt|ping|latencyms|networklatency)$/, metrics: ['avgLatency', 'responseTime'] },
    { pattern: /^((request|httpreq)?duration|ttfb)$/, metrics: ['responseTime', 'pageLoadTime', 'avgLatency'] },
];
function unknownMetric(metric) {
    const all = [...METRICS.keys(), ALERTS];
    const name = normalize(metric);
    const known = OTHER_NAMES.find(({ pattern }) => pattern.test(name));
    const [close, ...others] = known?.metrics ?? (0,lib_text/* closestNames */.g9)(name, all);
    const unknown = `unknown metric ${(0,lib_text/* quote */.hD)(metric, 100)}:`;
    if (close === undefined)
        return `${unknown} use one of ${all.join(', ')}.`;
    return others.length === 0
        ? `${unknown} did you mean ${close}?`
        : `${unknown} use one of ${[close, ...others].join(', ')}.`;
}
function normalize(name) {
    return name.toLowerCase().replace(/[\s_.()-]/g, '');
}

;// CONCATENATED MODULE: ./lib/redaction.js
const MIN_SECRET_LENGTH = 16;
function variantsOf(secret) {
    if (secret.length < MIN_SECRET_LENGTH)
        return [];
    const forms = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
    ];
    return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
function redact(text, secrets) {
    return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text);
}

;// CONCATENATED MODULE: ./lib/window.js
const WINDOW_HOURS = [1, 2, 4, 6, 12, 24, 48];
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const RESULTS_DELAY_MS = 2 * MINUTE_MS;
function windowEnding(to, hours) {
    return { from: new Date(to.getTime() - hours * HOUR_MS), to };
}
function endOfWindow(endTime, now, lastRoundAt = new Date(0)) {
    if (endTime !== undefined && endTime < now)
        return endTime;
    const lastMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
    return new Date(Math.max(lastMinuteMs, lastRoundAt.getTime() + SECOND_MS));
}
const ROUNDS_BEFORE_DEPLOY = 10;
function hoursHolding(deployedAt, to, intervalMs) {
    if (deployedAt === undefined)
        return 1;
    const neededMs = to.getTime() - deployedAt.getTime() + ROUNDS_BEFORE_DEPLOY * intervalMs;
    return WINDOW_HOURS.find(hours => hours * HOUR_MS >= neededMs) ?? 48;
}

;// CONCATENATED MODULE: ./lib/input-schemas.js







const invalidMessage = (rule) => (issue) => `${(0,lib_text/* quote */.hD)(String(issue.input), 100)} ${rule}`;
const Bool = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* toLowerCase */.PXX(), dist/* picklist */.KIO(['true', 'false', '1', '0'], invalidMessage('is neither true nor false (1 and 0 work, too).')), dist/* transform */.pdi(text => text === 'true' || text === '1'));
const oneOf = (words, rule) => dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(text => words.find(word => word.toLowerCase() === text.toLowerCase()) ?? text), dist/* picklist */.KIO(words, invalidMessage(rule)));
const boolOr = (word, rule) => dist/* union */.KCZ([Bool, oneOf([word], rule)], invalidMessage(rule));
const numberUpTo = (max, noun, pattern) => {
    const message = invalidMessage(`must be a number of ${noun} from 0 to ${max}, without a unit.`);
    return dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(pattern, message), dist/* transform */.pdi(Number), dist/* maxValue */.cGV(max, message));
};
const TestLines = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?!\s*\[\s*")/, 'is a JSON list: write one test a line, or join the list with join(fromJSON(…)).'), dist/* transform */.pdi(text => text
    .split(/[\r\n]+/)
    .map(line => (0,lib_text/* unquoted */.qZ)(line.trim().replace(/^-\s+/, '')))
    .filter(line => line !== '')), dist/* minLength */.BpQ(1, 'is empty: give the name of a test, or its id, the number after testId= in the address of its view.'));
const Hours = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(text => WINDOW_HOURS.find(hours => String(hours) === text) ?? text), dist/* picklist */.KIO(WINDOW_HOURS, invalidMessage(`is not a length that ThousandEyes offers: use ${WINDOW_HOURS.join(', ')}, without a unit.`)));
const ApiUrl = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(text => text.includes('://') && URL.canParse(text), 'is not a URL: write it like https://api.thousandeyes.com.'), dist/* transform */.pdi(text => new URL(text)), dist/* check */.z6Y(({ href }) => (0,http/* isSecureUrl */.z3)(href), ({ input }) => `${(0,lib_text/* quote */.hD)(`${input.protocol}//${input.host}`, 100)} is not https (http is for loopback addresses only).`), dist/* check */.z6Y(url => !/\/v\d+(\/|$)/i.test(url.pathname), ({ input }) => `${(0,lib_text/* quote */.hD)(`${input.origin}${input.pathname}`, 100)} has a version: leave it out, and set apiVersion.`), dist/* transform */.pdi(({ origin, pathname }) => `${origin}${pathname.replace(/\/$/, '')}`));
const ISO_WITH_ZONE = /^2\d{3}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;
const isIsoTime = (text) => ISO_WITH_ZONE.test(text) && !Number.isNaN(Date.parse(text));
const Time = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?![1-9]\d{12}$)/, ({ input }) => `${(0,lib_text/* quote */.hD)(input)} is in milliseconds: use seconds, ${input.slice(0, 10)}, as date +%s prints them.`), dist/* transform */.pdi(text => (/^[1-9]\d{9}$/.test(text) ? (0,lib_time/* formatIso */.dv)(new Date(Number(text) * 1000)) : text)), dist/* transform */.pdi(text => text.replace(/ (?=\d\d:)/, 'T').replace(/ (?=[+-]\d|Z$)/i, '')), dist/* check */.z6Y(isIsoTime, ({ input }) => isIsoTime(`${input}Z`)
    ? `${(0,lib_text/* quote */.hD)(input, 100)} has no time zone: append Z for UTC, or use date -u +%FT%TZ.`
    : `${(0,lib_text/* quote */.hD)(input, 100)} is not a time in ISO 8601 with a zone, such as 2026-11-23T08:00:00Z, or epoch seconds.`), dist/* transform */.pdi(text => new Date(text)));
const Token = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?!bearer\s)/i, 'begins with "Bearer": give the token alone.'), dist/* regex */.yGV(/^(?!["'])/, 'has quotation marks around it: store the token without them.'), dist/* minLength */.BpQ(MIN_SECRET_LENGTH, `is too short for a token: it has fewer than ${MIN_SECRET_LENGTH} characters. Check the secret.`), dist/* regex */.yGV(/^[\x21-\x7e]*$/, 'has spaces, newlines or other characters that no token has. Check the secret.'));
const ApiToken = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq('is empty, and so is the environment variable TE_TOKEN. Set it to a secret. Runs for pull requests from forks and from Dependabot get no secrets.'), Token);
const ApiVersion = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(text => text.replace(/^\d$/, 'v$&')), oneOf(['v7', 'v6'], 'is not a supported version: use v7 or v6.'));
const Email = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[^\s:@\p{Cc}]+@[^\s:@\p{Cc}]+$/u, 'is not an e-mail address (it is not shown here).'));
const PullRequestNumber = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^#?[1-9]\d{0,8}$/, invalidMessage('is not the number of a pull request, such as 14.')), dist/* transform */.pdi(text => Number(text.replace('#', ''))));
const ConditionLines = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* rawTransform */.NTK(({ dataset, addIssue, NEVER }) => {
    const { value, errors = [] } = parseConditions(dataset.value);
    for (const message of errors)
        addIssue({ message });
    return value ?? NEVER;
}));
const inputsSchema = dist/* object */.Ikc({
    testId: dist/* optional */.lqM(TestLines, ''),
    hours: dist/* optional */.lqM(Hours),
    isPublic: dist/* optional */.lqM(Bool, 'false'),
    apiToken: dist/* optional */.lqM(ApiToken, ''),
    email: dist/* optional */.lqM(Email),
    apiVersion: dist/* optional */.lqM(ApiVersion, 'v7'),
    apiUrl: dist/* optional */.lqM(ApiUrl, 'https://api.thousandeyes.com'),
    aid: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^\d{1,20}$/, invalidMessage('is not the id of an account group: use digits only.')))),
    displayName: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(lib_text/* singleLine */.pF))),
    endTime: dist/* optional */.lqM(Time),
    waitForRounds: dist/* optional */.lqM(numberUpTo(100, 'rounds', /^\d{1,3}$/), '0'),
    timeoutMinutes: dist/* optional */.lqM(numberUpTo(360, 'minutes', /^\d{1,3}(\.\d{1,3})?$/)),
    dryRun: dist/* optional */.lqM(Bool, 'false'),
    measure: dist/* optional */.lqM(boolOr('auto', 'is neither auto, true nor false.'), 'auto'),
    deployedAt: dist/* optional */.lqM(Time),
    failOn: dist/* optional */.lqM(ConditionLines),
    warnOn: dist/* optional */.lqM(ConditionLines),
    takeSnapshot: dist/* optional */.lqM(oneOf(['always', 'onFailure', 'never'], 'is neither always, onFailure nor never.'), 'always'),
    comment: dist/* optional */.lqM(boolOr('onFailure', 'is neither true, false nor onFailure.'), 'false'),
    prNumber: dist/* optional */.lqM(PullRequestNumber),
    commentKey: dist/* optional */.lqM(dist/* string */.YjP()),
    githubToken: dist/* optional */.lqM(Token),
});

;// CONCATENATED MODULE: ./lib/thousandeyes/config.js




function authorization(credentials) {
    return credentials.kind === 'bearer'
        ? `Bearer ${credentials.token}`
        : `Basic ${Buffer.from(basic(credentials)).toString('base64')}`;
}
function secretVariants(credentials) {
    const ofToken = variantsOf(credentials.token);
    if (credentials.kind === 'bearer' || ofToken.length === 0)
        return ofToken;
    return [...new Set([...variantsOf(basic(credentials)), ...ofToken])].sort((a, b) => b.length - a.length);
}
function basic({ email, token }) {
    return `${email}:${token}`;
}
function operationUrl({ baseUrl, aid }, path, params = {}) {
    const url = new URL(`${baseUrl}${path}`);
    for (const [name, value] of Object.entries({ aid, ...params })) {
        if (value !== undefined)
            url.searchParams.set(name, value);
    }
    return url;
}
function toDateParams({ from, to }) {
    return { startDate: (0,lib_time/* formatIso */.dv)(from), endDate: (0,lib_time/* formatIso */.dv)(to) };
}
function lenientOptional(schema) {
    return dist/* fallback */.NpB(dist/* optional */.lqM(schema), undefined);
}
const ShownText = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(text => (0,lib_text/* shorten */.ml)(text.trim(), 1000)));

;// CONCATENATED MODULE: ./lib/inputs.js







class InputsError extends Error {
    problems;
    constructor(problems) {
        super(problems.join('\n'));
        this.problems = problems;
    }
}
const MAY_HOLD_SECRETS = ['apiToken', 'githubToken', 'email', 'displayName', 'commentKey'];
const VARIABLES = {
    apiToken: ['TE_TOKEN'],
    aid: ['TE_AID'],
    apiUrl: ['TE_BASE_URL', 'TE_API_ENDPOINT'],
};
function readInputs({ core, env }, run, mask) {
    const succeededAt = deploymentTime(run.event);
    const entered = Object.keys(inputsSchema.entries).flatMap(name => readInput(name, core, env) ?? []);
    const given = Object.fromEntries(entered.map(({ name, text }) => [name, text]));
    const { apiToken, email, githubToken } = given;
    const credentials = [apiToken && toCredentials(apiToken, email), githubToken && toCredentials(githubToken)];
    const secrets = credentials.flatMap(one => (one ? secretVariants(one) : []));
    for (const secret of secrets)
        mask(secret);
    const { success, output, issues = [] } = dist/* safeParse */.xLC(inputsSchema, given, { abortPipeEarly: true });
    const misplaced = entered.filter(({ name, text }) => !MAY_HOLD_SECRETS.includes(name) && secrets.some(secret => text.includes(secret)));
    const broken = [
        ...issues.map(({ path, message }) => ({ input: String(path?.[0]?.key), message })),
        ...brokenRules(given, succeededAt),
    ];
    const problems = [
        ...misplaced.map(({ name }) => ({
            input: name,
            message: 'contains a token, so it is not shown. Check the secrets.',
        })),
        ...broken.filter(({ input }) => !misplaced.some(({ name }) => name === input)),
    ];
    if (success && problems.length === 0)
        return toInputs(output, run, succeededAt, secrets);
    const originOf = (input) => entered.find(({ name }) => name === input)?.origin ?? `Input ${input}`;
    throw new InputsError(problems.map(({ input, message }) => redact(`${originOf(input)}: ${message}`, secrets)));
}
function hasGate({ core }) {
    return core.getInput('failOn') + core.getInput('warnOn') !== '';
}
function readInput(name, core, env) {
    const variables = (VARIABLES[name] ?? []).map(variable => {
        const text = env[variable]?.trim() ?? '';
        return { name, text: name === 'apiUrl' ? text.replace(/\/v\d\/?$/, '') : text, origin: `Variable ${variable}` };
    });
    const input = { name, text: core.getInput(name), origin: `Input ${name}` };
    return [input, ...variables].find(({ text }) => text !== '');
}
function brokenRules(given, succeededAt) {
    const { email, endTime, failOn, warnOn, deployedAt } = given;
    const { entries } = inputsSchema;
    const version = (0,lib_text/* parsed */.Yz)(entries.apiVersion, given['apiVersion']);
    const rounds = (0,lib_text/* parsed */.Yz)(entries.waitForRounds, given['waitForRounds']);
    const measure = (0,lib_text/* parsed */.Yz)(entries.measure, given['measure']);
    const decidesLater = ['onFailure', 'never'].includes((0,lib_text/* parsed */.Yz)(entries.takeSnapshot, given['takeSnapshot']) ?? '');
    const { threeAgents, fewAgents } = MIN_ROUNDS_AFTER;
    const isTooFew = (failOn ?? warnOn) !== undefined && rounds !== undefined && rounds > 0 && rounds < threeAgents;
    const warnsOnUnknown = (0,lib_text/* parsed */.Yz)(entries.warnOn, warnOn)?.failOnUnknown;
    const isDeployUnknown = deployedAt === undefined && succeededAt === undefined && rounds === 0;
    const ofConditions = (text) => [
        text !== undefined && measure === false && 'requires measure: auto or true, since it is about what was measured.',
        text !== undefined && version === 'v6' && 'requires apiVersion v7, since v6 has no results.',
        isDeployUnknown &&
            (0,lib_text/* parsed */.Yz)(entries.failOn, text)?.conditions.some(({ relative }) => relative) &&
            'has a condition on the change since the deploy, whose time is unknown: set deployedAt, or waitForRounds.',
    ];
    const rules = {
        email: [
            email !== undefined &&
                version === 'v7' &&
                'is only for apiVersion v6; v7 takes an OAuth bearer token alone. Leave email out.',
        ],
        measure: [measure === true && version === 'v6' && 'requires apiVersion v7, since v6 has no results.'],
        waitForRounds: [
            isTooFew && `is too few for conditions: use at least ${threeAgents}, or ${fewAgents} with one or two agents.`,
            rounds !== 0 && version === 'v6' && 'requires apiVersion v7, since v6 has no results to count rounds in.',
            rounds !== 0 && endTime !== undefined && 'cannot be used with endTime: the window would end before the rounds.',
        ],
        takeSnapshot: [
            decidesLater && (failOn ?? warnOn) === undefined && 'onFailure and never require conditions in failOn or warnOn.',
        ],
        failOn: ofConditions(failOn),
        warnOn: [...ofConditions(warnOn), warnsOnUnknown && 'has the line unknown, which belongs in failOn.'],
    };
    return Object.entries(rules).flatMap(([input, messages]) => messages.flatMap(message => (message ? [{ input, message }] : [])));
}
function toInputs(values, run, succeededAt, secrets) {
    const { testId, apiVersion, apiUrl, apiToken, email, aid, measure, ...others } = values;
    const { deployedAt: _, comment, prNumber, commentKey, githubToken = '', ...rest } = others;
    const api = { version: apiVersion, baseUrl: apiUrl, credentials: toCredentials(apiToken, email), aid };
    const mode = comment === true ? 'always' : comment;
    const defaultKey = [run.workflow, run.job, ...testId].join('\n');
    return {
        ...rest,
        measure: apiVersion === 'v7' && measure,
        deploy: givenDeploy(values, succeededAt),
        testLines: testId,
        api,
        displayName: redact(values.displayName || (0,lib_text/* singleLine */.pF)(defaultDisplayName(run)), secrets),
        comment: mode === false ? undefined : { mode, prNumber, key: commentKey ?? defaultKey, token: githubToken },
    };
}
function givenDeploy({ deployedAt, waitForRounds }, succeededAt) {
    if (deployedAt !== undefined)
        return { at: deployedAt, source: 'deployedAt' };
    if (succeededAt !== undefined)
        return { at: succeededAt, source: 'deployment_status' };
    return waitForRounds > 0 ? { source: 'step' } : undefined;
}
function toCredentials(token, email) {
    return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token };
}
function defaultDisplayName({ repository: { owner, name }, commit, workflow, number }) {
    const at = commit === undefined ? '' : `@${commit.sha.slice(0, 7)}`;
    return `${owner}/${name}${at} · ${workflow} #${number}`;
}

;// CONCATENATED MODULE: ./lib/analysis/alerts.js
function countedAlerts(alerts, deployedAt) {
    return alerts.filter(alert => !alert.isSuppressed && hasStartedSince(alert, deployedAt));
}
function hasStartedSince({ startedAt }, deployedAt) {
    return deployedAt === undefined || (startedAt !== undefined && startedAt >= deployedAt);
}

;// CONCATENATED MODULE: ./lib/step.js


const TEST_STATES = ['exposed', 'fail', 'notTaken', 'unknown', 'warn', 'worse', 'down', 'taken', 'pass'];
function stateOf(test, deploy) {
    const { snapshot, conditions } = test;
    const verdicts = new Set(conditions?.map(({ verdict }) => verdict));
    if (snapshot?.kind === 'exposed')
        return 'exposed';
    if (verdicts.has('fail'))
        return 'fail';
    if (snapshot?.kind === 'notTaken')
        return 'notTaken';
    if (verdicts.has('unknown') || (conditions !== undefined && lacksRounds(test)))
        return 'unknown';
    if (verdicts.has('warn'))
        return 'warn';
    const { metrics, alerts } = worseWithoutCondition(test, deploy);
    if (metrics.length > 0 || alerts.length > 0)
        return 'worse';
    if (conditions === undefined && isDown(test))
        return 'down';
    return verdicts.has('pass') ? 'pass' : 'taken';
}
function stepState({ tests, deploy, verdict }) {
    const states = new Set(tests.map(test => stateOf(test, deploy)));
    if (tests.length === 0)
        states.add('notTaken');
    if (verdict === 'unknown')
        states.add('unknown');
    return TEST_STATES.find(state => states.has(state)) ?? 'taken';
}
function worseWithoutCondition(test, deploy) {
    const { conditions = [], alerts = [] } = test;
    const judged = new Set(conditions.map(({ condition }) => condition.metric));
    const countsAlerts = deploy !== undefined && conditions.length > 0 && !judged.has(ALERTS);
    return {
        metrics: headlineMetrics(test).filter(({ metric, assessments: [worst] }) => worst.result === 'worse' && (worst.slowTail !== undefined || !judged.has(metric.name))),
        alerts: countsAlerts ? countedAlerts(alerts, deploy.at) : [],
    };
}
function availabilityOf({ measurement }) {
    return measurement?.metrics.find(({ metric }) => metric.name === 'availability');
}
function isDown(test) {
    const availability = availabilityOf(test);
    if (availability === undefined)
        return false;
    const [{ before, after }] = availability.assessments;
    return after === 0 && (before === 0 || availability.sides === undefined);
}
function nameOf({ testId, testName }) {
    return testName ?? `test ${testId}`;
}
function lacksRounds({ rounds }) {
    return rounds !== undefined && !('counted' in rounds && rounds.counted >= rounds.needed);
}
function headlineMetrics({ measurement }) {
    return measurement?.metrics.filter(({ metric }, index) => index === 0 || metric.name === 'availability') ?? [];
}
function isRerunFromStart({ deploy, run }) {
    return deploy?.source === 'step' && run.attempt > 1;
}

;// CONCATENATED MODULE: ./lib/report/alerts.js


function countAlerts(alerts, { deploy }) {
    return (0,lib_text/* count */.U9)(alerts, deploy === undefined ? 'alert' : 'new alert');
}
function formatAlertCount({ value, uncertain, rounds }) {
    return [
        ...(value === 0 && uncertain > 0 ? [] : [`${value}`]),
        ...(uncertain === 0 ? [] : [`${uncertain} may belong to another test or be older`]),
        ...(rounds === undefined ? [] : [`only ${(0,lib_text/* count */.U9)(rounds, 'round')} so far, an alert may still come`]),
    ].join('; ');
}
function summarizeAlerts(alerts, style) {
    const bySeverity = [...Map.groupBy(alerts, ({ severity }) => severity)].map(([severity, all]) => severity === 'unknown' ? (0,lib_text/* count */.U9)(all.length, 'alert') : `${all.length} ${style.text(severity)}`);
    const active = alerts.filter(({ state }) => state === 'active');
    const some = active.length === 0 ? 'cleared' : `${active.length} still active`;
    const summary = [...bySeverity, active.length === alerts.length ? 'still active' : some].join(', ');
    const url = [...active, ...alerts].find(alert => alert.url !== undefined)?.url;
    return url === undefined ? summary : style.link(summary, url);
}
function alertLines(step, style, separator) {
    return [...step.tests.flatMap(({ alerts = [] }) => alerts), ...step.alertsOfNoTest]
        .toSorted((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
        .map(alert => describeAlert(alert, step, style).join(separator));
}
function describeAlert(alert, { tests }, style) {
    const { severity, alertType, testId, startedAt, isSuppressed, state, clearedAt, url } = alert;
    const cleared = clearedAt === undefined ? 'cleared' : `cleared ${(0,lib_time/* formatUtc */.ay)(clearedAt)}`;
    const test = tests.find(one => one.testId === testId);
    return [
        style.text(severity),
        ...(alertType === undefined ? [] : [style.text(alertType)]),
        test === undefined ? "on a test that ThousandEyes doesn't name" : `on ${style.name(test)}`,
        ...(startedAt === undefined ? [] : [`since ${(0,lib_time/* formatUtc */.ay)(startedAt)}`]),
        ...(isSuppressed ? ['suppressed'] : []),
        state === 'active' ? style.emphasize('still active') : cleared,
        ...(url === undefined ? [] : [style.address(url)]),
    ];
}

;// CONCATENATED MODULE: ./lib/report/format.js
function formatValue(value, unit, limit) {
    return formatScaled(value, unit, scaleFor(value, unit), limit);
}
function formatBeforeAndAfter(before, after, unit, emphasize = unchanged, limit) {
    const [divisor, symbol] = scaleFor(before, unit);
    const isShared = before === 0 || divisor === scaleFor(after, unit)[0];
    const shown = isShared && !Number.isNaN(after) ? '' : symbol;
    return `${formatScaled(before, unit, [divisor, shown], limit)} → ${emphasize(formatValue(after, unit, limit))}`;
}
const unchanged = (text) => text;
function formatChange(percent, limit) {
    if (Number.isNaN(percent))
        return NO_VALUE;
    if (!Number.isFinite(percent))
        return 'from 0';
    return `${signed(formatRounded(percent, Math.abs(percent) < 10 ? 1 : 0, limit))} %`;
}
function formatPoints(difference) {
    return `${signed(formatRounded(difference, Math.abs(difference) < 0.1 ? 2 : 1))} points`;
}
function signed(number) {
    return number === '0' || number.startsWith('-') ? number : `+${number}`;
}
const NO_VALUE = '–';
const BYTE_SCALES = [
    [1e9, 'GB/s'],
    [1e6, 'MB/s'],
    [1e3, 'kB/s'],
];
function scaleFor(value, unit) {
    const scales = unit === 'B/s' ? BYTE_SCALES : [];
    return scales.find(([divisor]) => Math.abs(value) >= divisor) ?? [1, unit];
}
function formatScaled(value, unit, [divisor, symbol], limit) {
    if (Number.isNaN(value))
        return NO_VALUE;
    const scaled = value / divisor;
    const rounded = formatRounded(scaled, fractionDigits(scaled, unit), limit && limit / divisor);
    const number = rounded === '0' && scaled > 0 ? '< 0.01' : rounded;
    return symbol === '' ? number : `${number} ${symbol}`;
}
const MAX_FRACTION_DIGITS = 12;
function formatRounded(value, digits, limit) {
    const rounded = Number(value.toFixed(digits));
    const isAcross = limit !== undefined && Math.sign(rounded - limit) !== Math.sign(value - limit);
    return isAcross && digits < MAX_FRACTION_DIGITS ? formatRounded(value, digits + 1, limit) : String(rounded);
}
function fractionDigits(value, unit) {
    const size = Math.abs(value);
    if (size === 0)
        return 0;
    const magnitudeOf = (number) => Math.floor(Math.log10(number));
    if (unit !== '%')
        return Math.min(2, Math.max(0, 2 - magnitudeOf(size)));
    const distance = Math.min(size, Math.abs(100 - value));
    return distance === 0 ? 0 : Math.min(Math.max(2, -magnitudeOf(distance)), MAX_FRACTION_DIGITS);
}

;// CONCATENATED MODULE: ./lib/report/markdown.js


function paragraphs(lines) {
    return { start: '', lines, end: '', separator: '\n\n' };
}
function tableSection(header, rows) {
    return { start: `${tableRow(header)}\n| :-- | :-- |\n`, lines: rows.map(tableRow), end: '', separator: '\n' };
}
function foldSection(title, lines, separator = '\n\n') {
    const shown = shownPart(title, MAX_NAME_LENGTH) || '–';
    const summary = isPlain(shown) ? escapeHtml(shown) : `<code>${escapeHtml(shown)}</code>`;
    return { start: `<details><summary>${summary}</summary>\n\n`, lines, end: '\n\n</details>', separator };
}
function renderSection({ start, lines, end, separator }) {
    return `${start}${lines.join(separator)}${end}`;
}
function codeSpan(text, maxLength = MAX_NAME_LENGTH) {
    const shown = shownPart(text, maxLength) || '–';
    const longestRun = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
    const fence = '`'.repeat(longestRun + 1);
    const pad = /^`|`$/.test(shown) ? ' ' : '';
    return `${fence}${pad}${shown}${pad}${fence}`;
}
const MAX_NAME_LENGTH = 200;
const MAX_MESSAGE_LENGTH = 1000;
function safeText(text, maxLength = MAX_NAME_LENGTH) {
    const shown = shownPart(text, maxLength);
    return isPlain(shown) ? escapeHtml(shown).replaceAll('_', '\\_') : codeSpan(text, maxLength);
}
function isPlain(text) {
    return PLAIN.test(text) && !SPECIAL.test(text);
}
function escapeHtml(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
const PLAIN = /^(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N} .,:;()'’&+/%?!>=→≤≥_–—…-]+$/u;
const SPECIAL = /www\.|:\/\/|:[\w+-]+:|(?<![\p{L}\p{N}])(?=\d*[a-f])[\da-f]{7,40}(?![\p{L}\p{N}])|GH-\d/iu;
const WORDS = /[^\s.,:;()](?:.*[^\s.,:;()])?/;
function safeMessage(message) {
    return shownPart(message, MAX_MESSAGE_LENGTH)
        .split('"')
        .map((part, index) => index % 2 === 1
        ? codeSpan(part, MAX_MESSAGE_LENGTH)
        : part.replace(WORDS, words => safeText(words, MAX_MESSAGE_LENGTH)))
        .reduce((left, right) => {
        const isTouching = left.endsWith('`') && right.startsWith('`');
        return isTouching ? `${left} ${right}` : left + right;
    });
}
function shownPart(text, maxLength) {
    return (0,lib_text/* shorten */.ml)((0,lib_text/* singleLine */.pF)(text).replace(/\s+/g, ' ').trim(), maxLength);
}
function tableRow(cells) {
    const escaped = cells.map(text => text.replace(/\\(?=\|)/g, '\\\u2060').replaceAll('|', '\\|'));
    return `| ${escaped.join(' | ')} |`;
}
const SPECIAL_IN_URL = /[|\\()<>[\]`]/g;
function markdown_link(label, url) {
    const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' };
    if (protocol !== 'https:')
        return label;
    const escaped = href
        .replace(SPECIAL_IN_URL, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
        .replace(/&(?=[a-z\d#]+;)/gi, '&amp;');
    return `[${label}](${escaped})`;
}
const MARKDOWN = {
    emphasize: text => `**${text}**`,
    text: safeText,
    message: safeMessage,
    link: markdown_link,
    address: url => markdown_link('open', url),
    name: test => safeText(nameOf(test)),
};
const PLAIN_TEXT = {
    emphasize: String,
    text: lib_text/* singleLine */.pF,
    message: lib_text/* singleLine */.pF,
    link: label => label,
    address: url => url,
    name: test => (0,lib_text/* singleLine */.pF)(nameOf(test)),
};
function unemphasized(style) {
    return { ...style, emphasize: String };
}

;// CONCATENATED MODULE: ./lib/report/change.js





function formatMeasurement(measured, test, style) {
    const { metric, sides } = measured;
    const [worst] = measured.assessments;
    const { result } = worst;
    const values = formatValues(worst, metric.unit, result === 'worse' ? style : unemphasized(style));
    if (sides === undefined)
        return values;
    const words = formatAssessment(worst, metric.name, style, test.intervalSeconds ?? test.measurement?.intervalSeconds);
    const isUnknown = result === 'tooFewRounds' || result === 'agentsDropped' || result === 'notCompared';
    return isUnknown ? `${values}; ${words}` : `${values} (${words})`;
}
function formatValues(assessment, unit, style, limit) {
    const { before, after, part } = assessment;
    const values = Number.isNaN(before)
        ? style.emphasize(formatValue(after, unit, limit))
        : formatBeforeAndAfter(before, after, unit, style.emphasize, limit);
    return part === undefined ? values : `${values} (${style.text(part)})`;
}
function formatSize({ changePercent, changePoints }) {
    return changePoints === undefined ? formatChange(changePercent) : formatPoints(changePoints);
}
function formatAssessment(assessment, metric, style, intervalSeconds) {
    const { result, after, rounds, slowTail, droppedAgents } = assessment;
    const size = formatSize(assessment);
    if (Number.isNaN(after))
        return 'no value since the deploy';
    switch (result) {
        case 'same':
        case 'better':
            return [result === 'same' ? result : `${size}, ${result}`, ...formatLocallyWorse(assessment, metric, style)].join('; ');
        case 'worse':
            return slowTail === undefined ? `${size}, worse` : `${size}, but ${formatSlowTail(slowTail, assessment)}`;
        case 'withinNoise':
        case 'movedBefore':
            return `${size}, ${formatExcuse(assessment, metric, style)}`;
        case 'tooFewRounds':
            return formatRoundCount({ needed: rounds.needed, rounds: rounds.after, intervalSeconds });
        case 'agentsDropped':
            return formatDropped(droppedAgents, style);
        case 'notCompared':
            return rounds.before < rounds.neededBefore
                ? formatRoundCount({ needed: rounds.neededBefore, rounds: rounds.before, period: 'before', intervalSeconds })
                : 'no agent has enough rounds on both sides of the deploy';
    }
}
function formatExcuse(assessment, metric, style) {
    const { result, noisePercent, changePercent } = assessment;
    if (result === 'movedBefore')
        return 'but it began before the deploy';
    const [alone] = formatLocallyWorse(assessment, metric, style);
    if (alone !== undefined)
        return `but ${alone}`;
    const [imperfect] = formatImperfect(assessment, metric);
    if (imperfect !== undefined)
        return `${imperfect}, too few to tell`;
    const isExplained = noisePercent >= Math.abs(changePercent);
    return isExplained ? `within the usual ±${formatChange(noisePercent).replace('+', '')}` : 'within noise';
}
const IMPERFECT = {
    availability: 'failed',
    loss: 'lost packets',
    numErrors: 'had errors',
    failedQueries: 'had errors',
};
function formatImperfect({ imperfect }, metric) {
    if (imperfect === undefined || imperfect.after.part === 0)
        return [];
    const { before, after } = imperfect;
    const words = IMPERFECT[metric] ?? (unitOf(metric) === '%' ? 'were below 100 %' : 'were above 0');
    const earlier = before.part === 0 ? '' : `, ${before.part} of ${before.whole} before`;
    return [`${after.part} of ${after.whole} results ${words}${earlier}`];
}
function formatSlowTail({ before, after }, { comparedAgents }) {
    const agents = comparedAgents.length < 3 ? '' : ', on several agents,';
    return `${after.part} of ${after.whole} results${agents} took over twice the usual time, ${before.part} of ${before.whole} before`;
}
function formatLocallyWorse(assessment, metric, style) {
    const worse = assessment.agents.filter(({ agentName }) => assessment.locallyWorseAgents.includes(agentName));
    const shown = worse.map(({ agentName, before, after }) => {
        return `${style.text(agentName)}: ${formatBeforeAndAfter(before, after, unitOf(metric))}`;
    });
    return shown.length === 0 ? [] : [`worse only for ${(0,lib_text/* listSome */.XT)(shown, MAX_AGENTS, ' · ')}`];
}
function formatDropped(names, style) {
    return `${(0,lib_text/* count */.U9)(names.length, 'agent')} without a value since the deploy: ${listAgents(names, style)}`;
}
const MAX_AGENTS = 5;
function listAgents(names, style) {
    const shown = names.map(name => style.text(name));
    return (0,lib_text/* listSome */.XT)(shown, MAX_AGENTS, ' · ');
}
function formatRoundCount({ needed, rounds, period, intervalSeconds }) {
    const every = intervalSeconds === 60 ? 'minute' : (0,lib_time/* formatDuration */.a3)((intervalSeconds ?? 0) * 1000);
    const interval = intervalSeconds === undefined ? '' : ` (one every ${every})`;
    return `needs ${(0,lib_text/* count */.U9)(needed, 'round')}${period === 'before' ? ' before the deploy' : ''}, has ${rounds}${interval}`;
}

;// CONCATENATED MODULE: ./lib/report/chart.js


const MAX_POINTS = 60;
const MIN_ROUNDS_SHOWN_BEFORE = 20;
const LINE_COLOR = '#0969da';
function renderChart(measured, deployedAt) {
    const { metric, rounds } = measured;
    const points = toPoints(nearDeploy(rounds, deployedAt), deployedAt);
    if (points === undefined)
        return undefined;
    const { values, fromMinute, toMinute } = points;
    const lowest = Math.min(0, ...values);
    const highest = Math.max(...values);
    if (highest === lowest)
        return undefined;
    const round = (value) => Number(value.toFixed(chart_fractionDigits(highest, metric.unit)));
    const axis = deployedAt === undefined
        ? `"minutes before the end" ${-fromMinute} --> ${-toMinute}`
        : `"minutes since the deploy" ${fromMinute} --> ${toMinute}`;
    return [
        '```mermaid',
        `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${LINE_COLOR}"}}}}%%`,
        'xychart-beta',
        `  title "${metric.name}${metric.unit === '' ? '' : ` (${metric.unit})`}, mean of the agents"`,
        `  x-axis ${axis}`,
        `  y-axis ${round(lowest)} --> ${round(yMax(lowest, highest, metric.unit))}`,
        `  line [${values.map(round).join(', ')}]`,
        '```',
    ].join('\n');
}
function nearDeploy(rounds, deployedAt) {
    if (deployedAt === undefined)
        return rounds;
    const after = rounds.filter(({ startedAt }) => startedAt >= deployedAt).length;
    return after === 0 ? rounds : rounds.slice(-Math.max(MIN_ROUNDS_SHOWN_BEFORE, 2 * after) - after);
}
function toPoints(rounds, deployedAt) {
    const times = rounds.map(({ startedAt }) => startedAt.getTime());
    const [from, to] = [times[0], times.at(-1)];
    if (from === undefined || to === undefined || rounds.every(({ mean }) => Number.isNaN(mean)))
        return undefined;
    const zero = deployedAt?.getTime() ?? to;
    const intervalMs = medianInterval(times) || MINUTE_MS;
    const indexAt = (time, stepMs) => Math.floor((time - zero) / stepMs);
    let stepMs = intervalMs;
    while (indexAt(to, stepMs) - indexAt(from, stepMs) >= MAX_POINTS)
        stepMs += intervalMs;
    const measured = rounds.filter(({ mean }) => !Number.isNaN(mean));
    const byIndex = Map.groupBy(measured, ({ startedAt }) => indexAt(startedAt.getTime(), stepMs));
    const [first, last] = [indexAt(from, stepMs), indexAt(to, stepMs)];
    const values = Array.from({ length: last - first + 1 }, (_, offset) => {
        const means = byIndex.get(first + offset)?.map(({ mean }) => mean);
        return means && meanOf(means);
    });
    const minuteOf = (index) => Math.round((index * stepMs) / MINUTE_MS);
    const toMinute = minuteOf(last);
    return { values: interpolate(values), fromMinute: Math.min(minuteOf(first), toMinute - 1), toMinute };
}
function interpolate(values) {
    return values.map((value, index) => {
        if (value !== undefined)
            return value;
        const left = values.findLastIndex((other, at) => at < index && other !== undefined);
        const right = values.findIndex((other, at) => at > index && other !== undefined);
        const [before, after] = [values[left], values[right]];
        if (before === undefined || after === undefined)
            return before ?? after ?? 0;
        return before + ((after - before) * (index - left)) / (right - left);
    });
}
function yMax(lowest, highest, unit) {
    if (unit === '%' && highest > 90 && highest <= 100)
        return 100;
    return highest + (highest - lowest) / 10;
}
function chart_fractionDigits(highest, unit) {
    if (unit === '%')
        return 2;
    return highest >= 100 ? 0 : highest >= 10 ? 1 : 3;
}

;// CONCATENATED MODULE: ./lib/report/problems.js

function formatProblem({ subject, message }) {
    return subject === '' ? message : `${subject}: ${message}`;
}
function summarizeProblem({ subject, message }) {
    const status = /answered (\d{3}(?: [A-Z][A-Za-z-]*)*)/.exec(message)?.[1];
    if (status === undefined)
        return message.replace(/\.(?: .*)?$/s, '').replace(/^[A-Z](?=[a-z ])/, first => first.toLowerCase());
    const what = subject === 'Alerts' ? 'alerts' : subject === 'Tests' ? 'the list of tests' : 'results';
    return `${what} could not be read (${status})`;
}
function unexplainedProblems(problems, texts, style) {
    const unexplained = problems.filter(({ message }) => !texts.some(text => text.includes(style.message(message))));
    return [...new Set(unexplained.map(problem => style.message(formatProblem(problem))))];
}
function reasonOf({ snapshot }) {
    return snapshot !== undefined && 'reason' in snapshot ? snapshot.reason : '';
}
function gateProblem(step) {
    const { tests, problems, deploy } = step;
    if (stepState(step) !== 'unknown' || tests.some(test => stateOf(test, deploy) === 'unknown'))
        return undefined;
    const all = [...problems, ...tests.flatMap(test => test.problems)];
    return all.find(({ subject }) => subject === '') ?? all[0];
}

;// CONCATENATED MODULE: ./lib/report/conditions.js









const EXPECTED = { '>': '≤', '>=': '<', '<': '≥', '<=': '>' };
function formatExpectation(condition, { deploy }) {
    const { metric, operator, limit } = condition;
    const isUpperLimit = operator === '>' || operator === '>=';
    if (metric !== ALERTS || !isUpperLimit)
        return `${metric} ${formatExpected(condition)}`;
    const most = operator === '>' ? Math.floor(limit) : Math.ceil(limit) - 1;
    const what = deploy === undefined ? 'alert' : 'new alert';
    return most <= 0 ? `no ${what}` : `at most ${(0,lib_text/* count */.U9)(most, what)}`;
}
function formatExpected(condition) {
    return `${EXPECTED[condition.operator]} ${formatLimit(condition)}`;
}
function formatLimit({ metric, limit, relative }) {
    return relative ? formatChange(limit, limit) : formatValue(limit, unitOf(metric), limit);
}
const WITHOUT_NUMBERS = {
    withinNoise: 'within noise',
    movedBefore: 'began before the deploy',
    agentsDropped: 'agents stopped reporting at the deploy',
    alertsUncertain: 'an alert may still come, or may be of another test',
};
function describeCondition(result, test, step, style) {
    if (result.verdict === 'unknown')
        return describeUnknown(result, test, step, style);
    const { condition, verdict, measured } = result;
    const isFailed = verdict !== 'pass';
    const shown = isFailed ? style : unemphasized(style);
    if (measured === undefined) {
        const detail = shown.emphasize(isFailed ? 'not met' : 'met');
        return { detail, phrase: `${formatExpectation(condition, step)}: ${detail}`, weight: 0 };
    }
    if (measured.kind !== 'alerts')
        return describeMetric(measured, condition, isFailed, style);
    const alerts = countedAlerts(test.alerts ?? [], step.deploy?.at);
    const isNamed = alerts.length > 0 && measured.uncertain === 0;
    const detail = shown.emphasize(isNamed ? summarizeAlerts(alerts, style) : formatAlertCount(measured));
    return { detail, phrase: `${ALERTS}: ${detail}`, size: countAlerts(measured.value, step), weight: 0 };
}
function describeMetric(measured, condition, isFailed, style) {
    const { metric, limit } = condition;
    const { kind, value, unit, assessment } = measured;
    const wasBeyond = isFailed && kind === 'value' && isMet(condition, assessment.before);
    const describe = (style) => {
        if (!wasBeyond)
            return formatMeasured(measured, condition, isFailed, style);
        const after = formatValues({ ...assessment, before: Number.NaN }, unit, style, limit);
        return `${after}, and ${formatValue(assessment.before, unit, limit)} before the deploy`;
    };
    const detail = describe(style);
    const size = kind === 'change' ? formatChange(value, limit) : describe(unemphasized(style));
    return {
        detail,
        phrase: `${metric} ${detail}${isFailed ? `, expected ${formatExpected(condition)}` : ''}`,
        size: `${metric} ${size}${assessment.agents.length === 1 ? ' (one agent only)' : ''}`,
        weight: wasBeyond ? 0 : weightOf(assessment),
    };
}
function formatMeasured(measured, condition, isFailed, style) {
    const { kind, value, unit, assessment } = measured;
    const { changePercent, changePoints } = assessment;
    const { metric, limit } = condition;
    const shown = isFailed ? style : unemphasized(style);
    const values = formatValues(assessment, unit, shown, kind === 'value' ? limit : undefined);
    const isExcused = isMet(condition, value) && !isFailed;
    const change = [formatChange(value, limit), ...(changePoints ? [formatPoints(changePoints)] : [])];
    const size = isExcused && Math.abs(changePercent) >= 3 ? [formatSize(assessment)] : [];
    const excuse = isExcused ? [formatExcuse(assessment, metric, style)] : [];
    const imperfect = isFailed ? formatImperfect(assessment, metric) : [];
    const remarks = [...(kind === 'change' ? change : size), ...excuse, ...imperfect].join(', ');
    const alone = isExcused ? [] : formatLocallyWorse(assessment, metric, style);
    return [remarks === '' ? values : `${values} (${remarks})`, ...alone].join('; ');
}
function describeUnknown({ condition, reason }, test, step, style) {
    const { metric } = condition;
    switch (reason.kind) {
        case 'tooFewRounds':
            return describeLackingRounds(test, style) ?? describeReason(formatRoundCount(reason));
        case 'agentsDropped':
            return describeReason(reason.agentNames === undefined ? WITHOUT_NUMBERS.agentsDropped : formatDropped(reason.agentNames, style));
        case 'withinNoise':
        case 'movedBefore': {
            if (reason.measured === undefined)
                return describeReason(WITHOUT_NUMBERS[reason.kind]);
            const { assessment } = reason.measured;
            const detail = formatMeasured(reason.measured, condition, false, style);
            const isExcused = assessment.result === 'withinNoise' || assessment.result === 'movedBefore';
            const size = `${metric} ${isExcused ? formatAssessment(assessment, metric, style) : detail}`;
            const phrase = `${metric} ${detail}, expected ${formatExpected(condition)}`;
            return { detail, phrase, size, weight: weightOf(assessment) };
        }
        case 'alertsUncertain':
            return reason.measured === undefined
                ? describeReason(WITHOUT_NUMBERS.alertsUncertain)
                : describeUncertainAlerts(reason.measured, test, step, style);
        case 'notMeasured':
            return describeUnread(metric, test, step, style);
    }
}
function describeUncertainAlerts(measured, test, step, style) {
    const other = test.conditions?.find(isTooFewRounds);
    const detail = formatAlertCount(measured);
    const own = { ...describeReason(`${ALERTS}: ${detail}`), detail };
    if (measured.rounds === undefined)
        return own;
    return describeLackingRounds(test, style) ?? (other === undefined ? own : describeUnknown(other, test, step, style));
}
function describeReason(detail) {
    return { detail, phrase: detail, size: detail, weight: 0 };
}
function describeUnread(metric, test, step, style) {
    const isAbout = ({ subject }) => (subject === 'Alerts') === (metric === ALERTS);
    const own = test.problems.filter(isAbout);
    const problems = own.length > 0 ? own : step.problems.filter(isAbout);
    const [problem] = problems;
    if (problem === undefined) {
        if (metric === ALERTS)
            return describeReason('alerts could not be read');
        const isDown = availabilityOf(test)?.assessments[0].after === 0;
        return describeReason(isDown ? 'not measured: no request succeeded' : `no value of ${metric}`);
    }
    const detail = problems.map(one => style.message(formatProblem(one))).join(' ');
    return { ...describeReason(detail), size: style.message(summarizeProblem(problem)) };
}
function isTooFewRounds(result) {
    return result.verdict === 'unknown' && result.reason.kind === 'tooFewRounds';
}
function describeLackingRounds(test, style) {
    const { rounds, intervalSeconds } = test;
    if (rounds === undefined || !lacksRounds(test))
        return undefined;
    return describeReason('counted' in rounds
        ? formatRoundCount({ needed: rounds.needed, rounds: rounds.counted, intervalSeconds })
        : `needs ${(0,lib_text/* count */.U9)(rounds.needed, 'round')}: ${style.message(rounds.notCounted)}`);
}
function weightOf({ changePoints, changePercent }) {
    return Math.abs(changePoints ?? changePercent) || 0;
}

;// CONCATENATED MODULE: ./lib/report/findings.js






function findingsOf(test, step, style) {
    const hasNeither = test.measurement === undefined && reasonOf(test) !== '';
    const judged = (test.conditions ?? [])
        .filter(({ verdict }) => verdict !== 'unknown' || !hasNeither)
        .map((result) => {
        const subjects = [formatExpectation(result.condition, step)];
        return { verdict: result.verdict, subjects, ...describeCondition(result, test, step, style) };
    });
    if (hasNeither)
        return mergeSameDetails(judged);
    const rounds = roundsFinding(test, style).filter(({ detail }) => judged.every(one => one.detail !== detail));
    return mergeSameDetails([...judged, ...unjudgedFindings(test, step, style), ...rounds]);
}
function decisiveFindings(test, step, style) {
    const findings = findingsOf(test, step, style);
    const ofVerdict = (wanted) => findings.filter(({ verdict }) => verdict === wanted);
    const decisive = [...ofVerdict('fail'), ...ofVerdict('unknown'), ...ofVerdict('warn')];
    return decisive.length > 0 ? decisive : findings.slice(0, 1);
}
function mergeSameDetails(findings) {
    const keyOf = ({ verdict, detail, phrase }) => (verdict === 'unknown' ? detail : phrase);
    return [...Map.groupBy(findings, keyOf).values()].flatMap(same => same.slice(0, 1).map(first => ({ ...first, subjects: same.flatMap(({ subjects }) => subjects) })));
}
function roundsFinding(test, style) {
    const lacking = describeLackingRounds(test, style);
    if (lacking === undefined)
        return [];
    return [{ ...lacking, subjects: ['rounds'], ...(test.conditions && { verdict: 'unknown' }) }];
}
function unjudgedFindings(test, step, style) {
    const { conditions } = test;
    const { metrics, alerts } = conditions === undefined
        ? { metrics: headlineMetrics(test), alerts: countedAlerts(test.alerts ?? [], step.deploy?.at) }
        : worseWithoutCondition(test, step.deploy);
    return [
        ...metrics.map(one => metricFinding(one, test, style)),
        ...alertsFinding(alerts, step, style),
        ...(conditions?.length === 0 ? [notJudged(step)] : []),
    ];
}
function notJudged({ conditions }) {
    const lacking = new Set(conditions.map(({ metric }) => metric));
    const detail = `it has no ${[...lacking].join(', ')}`;
    return { subjects: ['not judged'], detail, phrase: `not judged: ${detail}`, weight: 0 };
}
function metricFinding(measured, test, style) {
    const { metric, assessments } = measured;
    const [worst] = assessments;
    const { result, slowTail } = worst;
    const isJudged = test.conditions?.some(({ condition }) => condition.metric === metric.name);
    const detail = isJudged && slowTail !== undefined
        ? style.emphasize(formatSlowTail(slowTail, worst))
        : formatMeasurement(measured, test, style);
    return {
        ...(result === 'worse' && { verdict: 'warn' }),
        subjects: [metric.name],
        detail,
        phrase: `${metric.name} ${detail}`,
        size: slowTail === undefined ? `${metric.name} ${formatSize(worst)}` : formatSlowTail(slowTail, worst),
        weight: ['better', 'worse', 'movedBefore'].includes(result) ? weightOf(worst) : 0,
    };
}
function alertsFinding(alerts, step, style) {
    if (alerts.length === 0)
        return [];
    const detail = style.emphasize(summarizeAlerts(alerts, style));
    const subject = step.deploy === undefined ? 'alerts' : 'new alerts';
    const size = countAlerts(alerts.length, step);
    return [{ verdict: 'warn', subjects: [subject], detail, phrase: `${subject} ${detail}`, size, weight: 0 }];
}

;// CONCATENATED MODULE: ./lib/report/details.js









const MAX_CODES = 5;
const MAX_ALERTS = 20;
const details_MAX_AGENTS = 3;
function detailsSections(step) {
    const measured = step.tests.flatMap(test => test.measurement === undefined ? [] : [{ test, blocks: measurementBlocks(test, test.measurement, step) }]);
    const blocks = measured.length === 1
        ? measured.flatMap(one => one.blocks)
        : measured.map(({ test, blocks }) => renderSection(foldSection(nameOf(test), [...conditionLines(test, step), ...blocks])));
    const alerts = alertLines(step, MARKDOWN, ' · ');
    const earlier = alerts.length - MAX_ALERTS;
    const newest = alerts.slice(-MAX_ALERTS).map(line => `- ${line}`);
    return [
        foldSection('All metrics, agents, chart', blocks),
        foldSection('Alerts in the window', [...(earlier > 0 ? [`- ${earlier} earlier`] : []), ...newest], '\n'),
    ];
}
function conditionLines(test, step) {
    if (test.conditions === undefined)
        return [];
    const judged = new Set(test.conditions.map(({ condition }) => condition.text));
    const lines = [
        ...findingsOf(test, step, MARKDOWN).map(({ subjects, detail }) => `- ${subjects.join(', ')}: ${detail}`),
        ...step.conditions
            .filter(({ text }) => !judged.has(text))
            .map(condition => `- ${formatExpectation(condition, step)}: not applied, the test has no such metric`),
    ];
    return lines.length === 0 ? [] : [lines.join('\n')];
}
function measurementBlocks(test, measurement, { deploy }) {
    const { metrics, codes } = measurement;
    const [main] = metrics;
    const shown = decisiveMetric(test, metrics);
    const { before, after } = shown.assessments[0].rounds;
    return [
        metricsTable(test, metrics),
        shown.sides && `${(0,lib_text/* count */.U9)(before, 'round')} of ${shown.metric.name} before the deploy, ${after} after`,
        worstAgentsLine(shown),
        ...agentLines(availabilityOf(test) ?? main),
        codesLine(codes, deploy !== undefined),
        renderChart(shown, deploy?.at),
    ].filter(block => block !== undefined);
}
function decisiveMetric({ conditions = [] }, metrics) {
    const isOf = (verdict) => (measured) => conditions.some(one => one.verdict === verdict && one.condition.metric === measured.metric.name);
    return metrics.find(isOf('fail')) ?? metrics.find(isOf('unknown')) ?? metrics.find(isOf('warn')) ?? metrics[0];
}
function metricsTable(test, metrics) {
    const header = metrics.some(({ sides }) => sides !== undefined)
        ? ['| Metric | Before → after | p95 after |', '| :-- | :-- | :-- |']
        : ['| Metric | Median | Mean | p95 |', '| :-- | :-- | :-- | :-- |'];
    return [...header, ...metrics.map(measured => metricRow(measured, test))].join('\n');
}
function metricRow({ metric, statistics, sides, assessments: [worst] }, test) {
    const { name, unit } = metric;
    const ofTimes = (value) => (unit === '%' ? '–' : formatValue(value, unit));
    if (sides === undefined) {
        return tableRow([name, ofTimes(statistics.median), formatValue(statistics.mean, unit), ofTimes(statistics.p95)]);
    }
    const values = formatValues(worst, unit, unemphasized(MARKDOWN));
    return tableRow([name, `${values} (${changeWords(name, worst, test)})`, ofTimes(sides.after.p95)]);
}
function changeWords(metric, assessment, { conditions = [] }) {
    const { result } = assessment;
    if (result === 'tooFewRounds' || result === 'notCompared')
        return 'too few rounds to compare';
    const words = formatAssessment(assessment, metric, MARKDOWN);
    const isFailed = conditions.some(({ condition, verdict }) => {
        return condition.metric === metric && (verdict === 'fail' || verdict === 'warn');
    });
    if (!isFailed)
        return words;
    const isChance = result === 'withinNoise' || result === 'movedBefore';
    return [isChance ? formatSize(assessment) : words, ...formatImperfect(assessment, metric)].join('; ');
}
function worstAgentsLine({ metric, assessments: [worst] }) {
    const { name, unit, better } = metric;
    const sign = better === 'lower' ? -1 : 1;
    const agents = worst.agents
        .filter(({ after }) => !Number.isNaN(after))
        .sort((a, b) => sign * (a.after - b.after))
        .slice(0, details_MAX_AGENTS);
    const latest = agents.map(({ after }) => after);
    const areAlike = Math.max(...latest) <= Math.min(...latest) * 1.25;
    const isOnly = worst.agents.length === 1 && agents.length === 1;
    if (areAlike && !isOnly)
        return undefined;
    const shown = agents.map(({ agentName, before, after }) => {
        const values = Number.isNaN(before) ? formatValue(after, unit) : formatBeforeAndAfter(before, after, unit);
        return `${safeText(agentName)} ${values}`;
    });
    const title = isOnly ? `Only one agent measures ${name}` : `Worst agents by ${name}`;
    return `${title}: ${shown.join(' · ')}`;
}
function agentLines({ sides, assessments }) {
    if (sides === undefined)
        return [];
    const namesOf = (key) => [
        ...new Set(assessments.flatMap(assessment => assessment[key])),
    ];
    const [dropped, added] = [namesOf('droppedAgents'), namesOf('newAgents')];
    const others = namesOf('excludedAgents').filter(name => !dropped.includes(name) && !added.includes(name));
    const line = (title, names) => names.length === 0 ? [] : [`${title}: ${listAgents(names, MARKDOWN)}`];
    return [
        ...line('Stopped reporting at the deploy', dropped),
        ...line('New since the deploy, not compared', added),
        ...line('Too few rounds to compare', others),
    ];
}
function codesLine(codes, hasDeploy) {
    if (codes.length === 0)
        return undefined;
    const counts = codes.map(({ code, before, after }) => `${code}: ${hasDeploy ? `${before} → ` : ''}${after}`);
    return `Response codes${hasDeploy ? ', before → after' : ''}: ${(0,lib_text/* listSome */.XT)(counts, MAX_CODES)}`;
}

;// CONCATENATED MODULE: ./lib/report/headline.js







const STATES = {
    exposed: { icon: '❌', level: 'error', plural: 'with a snapshot that is public by mistake' },
    fail: { icon: '❌', level: 'error', plural: 'failed the gate' },
    notTaken: { icon: '🚫', level: 'error', plural: 'without a snapshot' },
    unknown: { icon: '⚠️', level: 'warning', plural: 'inconclusive' },
    warn: { icon: '⚠️', level: 'warning', plural: 'with a warning' },
    worse: { icon: '⚠️', level: 'warning', plural: 'got worse' },
    down: { icon: '⚠️', level: 'warning', plural: 'down' },
    taken: { icon: '📸', level: 'notice', plural: 'not judged' },
    pass: { icon: '✅', level: 'notice', plural: 'fine' },
};
function formatHeadline(step, style) {
    const { tests, deploy } = step;
    const state = stepState(step);
    const isPartial = state === 'notTaken' && tests.some(test => stateOf(test, deploy) !== 'notTaken');
    const [only, ...others] = tests;
    const sentence = only !== undefined && others.length === 0
        ? [stateSentence(only, step, style), ...sizeOf(only, step, style)].join(': ')
        : describeTests(step, style);
    return `${STATES[isPartial ? 'unknown' : state].icon} ThousandEyes: ${withGateProblem(sentence, step, style)}`;
}
function withGateProblem(sentence, step, style) {
    const problem = gateProblem(step);
    if (problem === undefined)
        return sentence;
    const inconclusive = `the gate is inconclusive: ${style.message(summarizeProblem(problem))}`;
    const isFine = step.tests.every(test => ['pass', 'taken'].includes(stateOf(test, step.deploy)));
    return isFine ? inconclusive : `${sentence}; ${inconclusive}`;
}
function sizeOf(test, step, style) {
    const state = stateOf(test, step.deploy);
    if (state === 'fail' && isDown(test))
        return [];
    if (state === 'pass') {
        const [worse] = toleratedMetrics(test);
        return worse === undefined ? [] : [`${worse.metric.name} ${formatSize(worse.assessments[0])}`];
    }
    const isDecisive = ({ verdict, weight }) => state === 'taken' ? test.conditions === undefined && weight > 0 : verdict === (state === 'worse' ? 'warn' : state);
    const findings = findingsOf(test, step, style).toSorted((a, b) => b.weight - a.weight);
    const size = findings.find(isDecisive)?.size;
    return size === undefined ? [] : [size];
}
function stateSentence(test, step, style) {
    const name = style.name(test);
    const after = afterDeploy(step);
    switch (stateOf(test, step.deploy)) {
        case 'exposed':
            return `the snapshot of ${name} is public, although a private one was requested`;
        case 'fail':
            if (isDown(test))
                return `${name} is down${asBefore(step)}`;
            return gotWorse(test, step) ? `${name} got worse${after}` : `${name} failed the gate${after}`;
        case 'notTaken':
            return test.conditions?.length && test.conditions.every(({ verdict }) => verdict === 'pass')
                ? `${name} is ${describePassed([test], step, style)}, but no snapshot was taken`
                : `no snapshot of ${name} was taken`;
        case 'unknown':
            return `${name} is inconclusive${after}`;
        case 'warn':
            return `${name} has a warning${after}`;
        case 'worse':
            return `${name} ${test.conditions === undefined ? '' : 'passed the gate, but '}got worse${after}`;
        case 'down':
            return `${name} is down${asBefore(step)}`;
        case 'pass':
            return `${name} is ${describePassed([test], step, style)}`;
        case 'taken':
            if (test.conditions !== undefined)
                return `${name} was not judged`;
            return CHANGES[changeOf(test, step)](name, exceptionsOf([test], style));
    }
}
function shownMetrics(test) {
    const shown = headlineMetrics(test);
    const judged = new Set(test.conditions?.map(({ condition }) => condition.metric));
    return test.measurement?.metrics.filter(one => shown.includes(one) || judged.has(one.metric.name)) ?? [];
}
function toleratedMetrics(test) {
    return shownMetrics(test).filter(({ assessments: [worst] }) => worst.result === 'worse');
}
function describePassed(tests, step, style) {
    const isFine = tests.flatMap(toleratedMetrics).length === 0;
    return `${isFine ? 'fine' : 'within the limits'}${afterDeploy(step)}${exceptionsOf(tests, style)}`;
}
function exceptionsOf(tests, style) {
    const shown = tests.flatMap(shownMetrics).flatMap(({ assessments }) => assessments);
    const worse = new Set(shown.flatMap(({ locallyWorseAgents }) => locallyWorseAgents));
    const reported = tests.flatMap(test => (availabilityOf(test) ?? headlineMetrics(test).at(0))?.assessments ?? []);
    const stopped = new Set(reported.flatMap(({ droppedAgents }) => droppedAgents));
    const except = worse.size === 0 ? '' : `, except for ${listAgents([...worse], style)}`;
    if (stopped.size === 0)
        return except;
    return `${except}; ${(0,lib_text/* count */.U9)(stopped.size, 'agent')} stopped reporting (${listAgents([...stopped], style)})`;
}
function afterDeploy({ deploy }) {
    return deploy === undefined ? '' : ' after the deploy';
}
function asBefore({ deploy }) {
    return deploy === undefined ? '' : ', as before the deploy';
}
const CHANGES = {
    unknown: (name) => `snapshot of ${name} taken`,
    tooLittle: (name, except) => `snapshot of ${name} taken, too little data to compare${except}`,
    none: (name, except) => `${name}: no change after the deploy${except}`,
    withinNoise: (name, except) => `${name}: no clear change after the deploy${except}`,
    better: (name, except) => `${name} got better after the deploy${except}`,
    alerts: (name) => `${name} has new alerts after the deploy`,
    movedBefore: (name, except) => `${name}: a change that began before the deploy${except}`,
};
function changeOf(test, { deploy }) {
    const results = new Set(headlineMetrics(test).map(({ assessments: [worst] }) => worst.result));
    if (deploy === undefined || results.size === 0)
        return 'unknown';
    if (countedAlerts(test.alerts ?? [], deploy.at).length > 0)
        return 'alerts';
    const hasTooLittle = ['agentsDropped', 'tooFewRounds', 'notCompared'].some(one => results.has(one));
    if (hasTooLittle)
        return 'tooLittle';
    return ['movedBefore', 'better', 'withinNoise'].find(one => results.has(one)) ?? 'none';
}
function gotWorse({ conditions = [] }, { deploy }) {
    if (deploy === undefined)
        return false;
    return conditions.some(({ condition, ...result }) => {
        if (result.verdict !== 'fail')
            return false;
        const { measured } = result;
        if (measured === undefined)
            return condition.relative || condition.metric === ALERTS;
        if (measured.kind !== 'value')
            return true;
        const { before, result: change } = measured.assessment;
        return change === 'worse' || (!Number.isNaN(before) && !isMet(condition, before));
    });
}
function describeTests(step, style) {
    const { tests, deploy } = step;
    const after = afterDeploy(step);
    const byState = Map.groupBy(tests, test => stateOf(test, deploy));
    const [onlyState = 'notTaken', ...otherStates] = byState.keys();
    if (otherStates.length === 0) {
        if (onlyState === 'notTaken')
            return 'no snapshot was taken';
        if (onlyState === 'pass')
            return `${(0,lib_text/* count */.U9)(tests.length, 'test')} are ${describePassed(tests, step, style)}`;
        if (onlyState === 'down')
            return `${(0,lib_text/* count */.U9)(tests.length, 'test')} are down${asBefore(step)}`;
        if (onlyState === 'taken')
            return describeAllTaken(step, style);
    }
    const areFailedWorse = byState.get('fail')?.every(test => gotWorse(test, step));
    const isMentioned = (state) => state !== 'pass' && (state !== 'taken' || step.conditions.length > 0);
    const shown = TEST_STATES.filter(state => byState.has(state) && isMentioned(state));
    const byWords = Map.groupBy(shown, state => STATES[state === 'fail' && areFailedWorse ? 'worse' : state].plural);
    return [...byWords]
        .map(([words, states], index) => {
        const n = states.flatMap(state => byState.get(state) ?? []).length;
        if (index > 0)
            return `${n} ${words}`;
        const isOfDeploy = !states.includes('exposed') && !states.includes('notTaken');
        return `${n} of ${(0,lib_text/* count */.U9)(tests.length, 'test')} ${words}${isOfDeploy ? after : ''}`;
    })
        .join(', ');
}
function describeAllTaken(step, style) {
    const tests = (0,lib_text/* count */.U9)(step.tests.length, 'test');
    if (step.conditions.length > 0)
        return `${tests} were not judged`;
    const changes = new Set(step.tests.map(test => changeOf(test, step)));
    const hasNoise = changes.delete('withinNoise');
    changes.delete('none');
    if (changes.size === 0)
        return `${tests}, no ${hasNoise ? 'clear ' : ''}change after the deploy${exceptionsOf(step.tests, style)}`;
    return `${(0,lib_text/* count */.U9)(step.tests.length, 'snapshot')} taken`;
}

;// CONCATENATED MODULE: ./lib/report/rows.js







function overviewSections(step) {
    const { tests } = step;
    const [only, ...others] = tests;
    const isNothingKnown = tests.every(test => isNotTaken(test) && findingsOf(test, step, MARKDOWN).length === 0);
    const sections = isNothingKnown
        ? [paragraphs(causes(step))]
        : only !== undefined && others.length === 0
            ? [paragraphs([snapshotLine(only, step)]), findingsTable(only, step)]
            : [testsTable(step), paragraphs(audienceLine(step))];
    return [...sections, paragraphs([...problemLines(step), ...hiddenNote(step).map(MARKDOWN.message)])];
}
function isNotTaken({ snapshot }) {
    return snapshot?.kind === 'notTaken';
}
const MAX_NAMES = 20;
function causes({ tests, conditions }) {
    const notJudged = conditions.length === 0 ? '' : ' The deploy was **not judged**.';
    return [...Map.groupBy(tests, reasonOf)].map(([reason, affected]) => {
        const names = affected.map(test => `**${MARKDOWN.name(test)}**`);
        return `${(0,lib_text/* listSome */.XT)(names, MAX_NAMES)}: ${MARKDOWN.message(reason)}${notJudged}`;
    });
}
function snapshotLine(test, step) {
    const { snapshot } = test;
    if (snapshot?.kind === 'taken') {
        const open = `**${markdown_link('Open the snapshot', snapshot.viewUrl)}**`;
        return `${open} · ${describeAudience(snapshot, step)} · link expires ${(0,lib_time/* formatDay */.im)(snapshot.expiresAt)}`;
    }
    if (snapshot?.kind === 'notNeeded')
        return notNeeded(step);
    return `${isNotTaken(test) ? `${STATES.notTaken.icon} No snapshot: ` : ''}${MARKDOWN.message(reasonOf(test))}`;
}
function notNeeded({ takeSnapshot }) {
    return takeSnapshot === 'never'
        ? 'No snapshot (`takeSnapshot: never`).'
        : 'No snapshot needed (`takeSnapshot: onFailure`).';
}
function describeAudience(snapshot, step) {
    if (snapshot.isPublic)
        return 'open to anyone with the link';
    return step.isPublicRequested ? 'may require a login, although a public one was requested' : 'login required';
}
function findingsTable(test, step) {
    const { conditions, areNumbersHidden, deploy } = step;
    const rows = findingsOf(test, step, MARKDOWN).map(({ verdict, subjects, detail }) => {
        const icon = verdict === undefined ? '' : `${STATES[verdict].icon}\u00a0`;
        return [subjects.map(text => `${icon}${keepTogether(text)}`).join('<br>'), keepTogether(detail)];
    });
    if (rows.length === 0)
        return paragraphs([]);
    return conditions.length > 0
        ? tableSection(['Expected', areNumbersHidden ? 'Result' : 'Measured'], rows)
        : tableSection(['Metric', deploy === undefined ? 'In the window' : 'Before → after'], rows);
}
function keepTogether(text) {
    return text.replace(/(?<=[≤≥<>]) (?=[+-]?\d)|(?<=\d) (?=(?:%|ms|[kMG]?B\/s)(?!\w))/g, '\u00a0');
}
function testsTable(step) {
    const byState = Map.groupBy(step.tests, test => stateOf(test, step.deploy));
    const tests = TEST_STATES.flatMap(state => byState.get(state) ?? []);
    return tableSection(['Test', 'Result'], tests.map(test => {
        const { snapshot } = test;
        const name = MARKDOWN.name(test);
        const linked = snapshot?.kind === 'taken' ? `**${markdown_link(name, snapshot.viewUrl)}**` : name;
        return [`${STATES[stateOf(test, step.deploy)].icon}\u00a0${linked}`, resultCell(test, step)];
    }));
}
function resultCell(test, step) {
    const phrases = decisiveFindings(test, step, MARKDOWN).map(({ verdict, phrase }) => {
        return `${verdict === 'unknown' ? 'inconclusive: ' : ''}${keepTogether(phrase)}`;
    });
    const reason = `${isNotTaken(test) ? 'no snapshot: ' : ''}${MARKDOWN.message(reasonOf(test))}`;
    const lines = [...phrases, ...(reason === '' ? [] : [reason])];
    return [...lines, ...unexplainedProblems(test.problems, lines, MARKDOWN)].join('<br>');
}
function audienceLine(step) {
    const snapshots = step.tests.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot]));
    const taken = snapshots.filter(snapshot => snapshot.kind === 'taken');
    const isAnyNotNeeded = snapshots.some(({ kind }) => kind === 'notNeeded');
    if (taken.length === 0)
        return isAnyNotNeeded ? [notNeeded(step)] : [];
    const byAudience = Map.groupBy(taken, snapshot => describeAudience(snapshot, step));
    const audiences = [...byAudience].map(([audience, { length }]) => length === taken.length ? audience : `${length}: ${audience}`);
    const firstExpiry = new Date(Math.min(...taken.map(({ expiresAt }) => expiresAt.getTime())));
    const expiry = `${taken.length === 1 ? 'link expires' : 'links expire'} ${(0,lib_time/* formatDay */.im)(firstExpiry)}`;
    const others = isAnyNotNeeded ? ['no snapshot of tests that passed (`takeSnapshot: onFailure`)'] : [];
    return [[(0,lib_text/* count */.U9)(taken.length, 'snapshot'), ...audiences, expiry, ...others].join(' · ')];
}
function problemLines(step) {
    const { tests, problems } = step;
    const shown = tests.flatMap(test => [
        ...findingsOf(test, step, MARKDOWN).map(({ detail }) => detail),
        MARKDOWN.message(reasonOf(test)),
    ]);
    const ofOnly = tests.length === 1 ? tests.flatMap(test => test.problems) : [];
    return unexplainedProblems([...ofOnly, ...problems], shown, MARKDOWN).map(line => `${STATES.unknown.icon} ${line}`);
}
function hiddenNote({ areNumbersHidden }) {
    return areNumbersHidden
        ? ['Numbers are hidden, because the repository is public. Set "measure: true" to show them to everybody.']
        : [];
}

;// CONCATENATED MODULE: ./lib/report/render.js






function renderReport(step, options = {}) {
    const { maxCharacters = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, appendix } = options;
    const sections = [...overviewSections(step), ...detailsSections(step)];
    const start = `### ${formatHeadline(step, MARKDOWN)}`;
    const end = [...(appendix ? [appendix] : []), footer(step)];
    const rendered = (lines) => [start, ...renderSections(sections, lines), ...end].join('\n\n');
    const fits = (markdown) => markdown.length <= maxCharacters && Buffer.byteLength(markdown) <= maxBytes;
    const all = sections.reduce((sum, { lines }) => sum + lines.length, 0);
    let [fitting, tooMany] = [0, all + 1];
    while (tooMany - fitting > 1) {
        const tried = tooMany > all ? all : Math.floor((fitting + tooMany) / 2);
        if (fits(rendered(tried)))
            fitting = tried;
        else
            tooMany = tried;
    }
    return rendered(fitting);
}
function renderSections(sections, maxLines) {
    let remaining = maxLines;
    let omitted = 0;
    const parts = sections.flatMap(section => {
        const lines = section.lines.slice(0, remaining);
        remaining -= lines.length;
        omitted += section.lines.length - lines.length;
        return lines.length === 0 ? [] : [renderSection({ ...section, lines })];
    });
    return omitted === 0
        ? parts
        : [...parts, `_${(0,lib_text/* count */.U9)(omitted, 'more line')} ${omitted === 1 ? 'is' : 'are'} in the job summary._`];
}
function footer(step) {
    const { from, to } = step.window;
    const { commit, workflow, number, url } = step.run;
    const end = (0,lib_time/* formatDay */.im)(from) === (0,lib_time/* formatDay */.im)(to) ? `–${(0,lib_time/* formatTimeOfDay */.qY)(to)}` : ` – ${(0,lib_time/* formatDayAndTime */.Gq)(to)}`;
    const facts = [
        `${(0,lib_time/* formatDayAndTime */.Gq)(from)}${end} UTC`,
        ...deployFacts(step),
        ...(commit === undefined ? [] : [`commit ${markdown_link(codeSpan(commit.sha.slice(0, 7)), commit.url)}`]),
        markdown_link(MARKDOWN.text(`${workflow} #${number}`), url),
    ];
    return `<sub>${facts.join(' · ')}</sub>`;
}
function deployFacts({ deploy, window: { from, to }, run: { actor, attempt, environment } }) {
    if (deploy === undefined)
        return [];
    const isOnDay = deploy.at >= from && deploy.at <= to && from.getUTCDate() === to.getUTCDate();
    const when = isOnDay ? (0,lib_time/* formatTimeOfDay */.qY)(deploy.at) : (0,lib_time/* formatDayAndTime */.Gq)(deploy.at);
    const isOfOther = attempt > 1 && deploy.source !== 'step';
    const who = actor === undefined || isOfOther ? '' : ` by ${MARKDOWN.text(actor)}`;
    const where = environment === undefined ? '' : ` to ${MARKDOWN.text(environment)}`;
    const sinceMs = Math.floor((to.getTime() - deploy.at.getTime()) / 60_000) * 60_000;
    return [`deployed ${when}${who}${where}`, ...(sinceMs > 0 ? [`${(0,lib_time/* formatDuration */.a3)(sinceMs)} of results since`] : [])];
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(67);
;// CONCATENATED MODULE: ./lib/thousandeyes/error-body.js




const Text = lenientOptional(dist/* string */.YjP());
const ErrorItem = dist/* union */.KCZ([
    dist/* string */.YjP(),
    dist/* pipe */.FsL(dist/* object */.Ikc({ field: Text, message: Text }), dist/* transform */.pdi(({ field, message }) => [field, message].filter(Boolean).join(': '))),
]);
const error_body_ErrorBody = dist/* pipe */.FsL(dist/* object */.Ikc({
    title: Text,
    error: Text,
    errorMessage: Text,
    detail: Text,
    error_description: Text,
    message: Text,
    errors: lenientOptional(dist/* union */.KCZ([dist/* string */.YjP(), dist/* array */.YOg(dist/* fallback */.NpB(ErrorItem, ''))])),
}), dist/* transform */.pdi(({ errors = [], ...texts }) => [...Object.values(texts), errors].flat().filter(text => text?.trim())));
const PAGE_TITLE = /<title[^>]{0,100}>([^<]{0,300})/i;
function errorText({ body, status }) {
    if (isPage(body))
        return withoutStatus([PAGE_TITLE.exec(body)?.[1] ?? ''], status);
    const { success, output } = dist/* safeParse */.xLC(error_body_ErrorBody, (0,lib_text/* parseJson */.qF)(body));
    if (success && output.length > 0)
        return withoutStatus(output, status);
    return /^[\s{}[\]]*$/.test(body) ? '' : body.trim();
}
function withoutStatus(texts, status) {
    const known = ['', external_node_http_.STATUS_CODES[status], (0,lib_text/* formatStatus */.me)(status)].map(text => text?.toLowerCase());
    const all = texts.map(text => text?.trim()).filter(text => !known.includes(text?.toLowerCase()));
    return [...new Set(all)].join(' · ');
}
function isPage(body) {
    return body.trimStart().startsWith('<');
}

;// CONCATENATED MODULE: ./lib/thousandeyes/links.js

const SERVICE_DOMAIN = 'thousandeyes.com';
const HttpsUrl = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* url */.OZ5(), dist/* transform */.pdi(text => new URL(text)), dist/* check */.z6Y(({ protocol }) => protocol === 'https:'));
function serviceLink({ baseUrl }) {
    const domains = [SERVICE_DOMAIN, new URL(baseUrl).hostname.replace(/^api\./, '')];
    return dist/* pipe */.FsL(HttpsUrl, dist/* check */.z6Y(({ username, password }) => username + password === ''), dist/* check */.z6Y(({ hostname }) => domains.some(domain => `.${hostname.replace(/\.$/, '')}`.endsWith(`.${domain}`))), dist/* transform */.pdi(({ href }) => href));
}
const LinkDomain = dist/* pipe */.FsL(HttpsUrl, dist/* transform */.pdi(({ hostname }) => hostname.split('.').slice(-2).join('.')));
function isShareLink(link) {
    return new URL(link).hostname.split('.').includes('share');
}
const SHARE_HOST = /\bshare\.[\w-]/i;
function hideShareLinks(text) {
    return text.replace(/[^\s"<>]+/g, word => (SHARE_HOST.test(word) ? '***' : word));
}
function lastSegment(href) {
    const path = href.replace(/[?#].*/s, '');
    return path.split('/').findLast(segment => segment !== '') ?? '';
}

;// CONCATENATED MODULE: ./lib/thousandeyes/rate-limiter.js

const BACKOFF_BASE_MS = 5_000;
const BACKOFF_MAX_MS = 90_000;
const SNAPSHOT_QUOTAS = [
    { snapshots: 5, windowMs: 5 * 60_000 },
    { snapshots: 10, windowMs: 60 * 60_000 },
];
const CLOCK_RESOLUTION_MS = 1_000;
const NO_PAUSE = { retryAtMs: 0, sinceMs: -Infinity, isTold: false, failures: 0, wasTold: false };
class RateLimiter {
    #clock;
    #random;
    #pauses = { snapshot: NO_PAUSE, read: NO_PAUSE };
    #organizationResetAtMs = 0;
    #snapshotsAtMs = [];
    constructor({ clock, random }) {
        this.#clock = clock;
        this.#random = random;
    }
    delay(operation) {
        const nowMs = this.#clock.monotonicMs();
        const { retryAtMs, isTold } = this.#pauses[operation];
        const toldAtMs = Math.max(this.#organizationResetAtMs, isTold ? retryAtMs : 0);
        return { ms: Math.max(0, toldAtMs - nowMs, retryAtMs - nowMs), toldMs: Math.max(0, toldAtMs - nowMs) };
    }
    note(operation, result, sentAtMs) {
        const nowMs = this.#clock.monotonicMs();
        const headers = result.kind === 'response' ? result.headers : {};
        const resetMs = resetDelayMs(headers, 'organization', this.#clock.now());
        if (resetMs > 0)
            this.#organizationResetAtMs = nowMs + resetMs;
        const { retryAtMs, sinceMs, failures, wasTold } = this.#pauses[operation];
        if (nowMs < retryAtMs && sentAtMs <= sinceMs)
            return;
        if ((0,http/* isSuccess */.oJ)(result)) {
            this.#pauses[operation] = NO_PAUSE;
            if (operation === 'snapshot')
                this.#snapshotsAtMs.push(nowMs);
        }
        if (!isRetryable(result))
            return;
        const toldMs = toldDelayMs(headers, this.#clock.now());
        const backoffMs = this.#backoffMs(failures);
        const isTold = toldMs > 0 && !(wasTold && backoffMs > toldMs);
        const quotaMs = operation === 'snapshot' && isRateLimited(result) ? this.#quotaDelaysMs(nowMs) : [];
        const untoldMs = toldMs > 0 ? backoffMs : Math.min(backoffMs, ...quotaMs);
        this.#pauses[operation] = {
            retryAtMs: nowMs + (isTold ? toldMs : untoldMs),
            sinceMs: nowMs,
            isTold,
            failures: failures + 1,
            wasTold: wasTold || isTold,
        };
    }
    #quotaDelaysMs(nowMs) {
        return SNAPSHOT_QUOTAS.map(({ snapshots, windowMs }) => {
            return (this.#snapshotsAtMs.at(-snapshots) ?? -Infinity) + windowMs + CLOCK_RESOLUTION_MS - nowMs;
        }).filter(ms => ms > 0);
    }
    #backoffMs(failures) {
        const ms = Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** failures);
        return Math.min(BACKOFF_MAX_MS, Math.round(ms * (0.75 + this.#random() / 2)));
    }
}
function isRateLimited(result) {
    return result.kind === 'response' && result.status === 429;
}
function isIndeterminate(result) {
    if (result.kind !== 'response')
        return result.kind === 'noResponse';
    const { status } = result;
    return status === 408 || (status >= 500 && status < 600 && status !== 501 && status !== 503);
}
function isRetryable(result) {
    if (result.kind === 'unreachable')
        return !result.permanent;
    return isIndeterminate(result) || isRateLimited(result) || (result.kind === 'response' && result.status === 503);
}
const RATE_LIMIT_HEADER = /^x-(?<name>[a-z-]+)-rate-limit-remaining$/;
function toldDelayMs(headers, now) {
    const limits = Object.keys(headers).flatMap(name => RATE_LIMIT_HEADER.exec(name)?.groups?.['name'] ?? []);
    const resetsMs = limits.map(limit => resetDelayMs(headers, limit, now));
    return Math.max(0, retryAfterMs(headers, now), ...resetsMs);
}
function retryAfterMs({ 'retry-after': header = '' }, now) {
    if (/^\d{1,12}(?:\.\d{1,9})?$/.test(header))
        return Math.ceil(Number(header)) * 1000;
    return /^[a-z]{3,9},? /i.test(header) ? (Date.parse(header) || 0) - now.getTime() : 0;
}
const MIN_EPOCH_SECONDS = 1_000_000_000;
function resetDelayMs(headers, limit, now) {
    const reset = String(headers[`x-${limit}-rate-limit-reset`]);
    if (headers[`x-${limit}-rate-limit-remaining`] !== '0' || !/^\d{1,12}$/.test(reset))
        return 0;
    const seconds = Number(reset);
    return seconds >= MIN_EPOCH_SECONDS ? seconds * 1000 - now.getTime() : seconds * 1000;
}

;// CONCATENATED MODULE: ./lib/thousandeyes/errors.js






const SNAPSHOT_LIST = 'Manage > Sharing in the ThousandEyes app';
function errors_describeError(result, api, purpose) {
    return { whatHappened: statusMessage(result, api, purpose), whatToDo: remedyFor(result, api, purpose) };
}
const hostOf = ({ baseUrl }) => new URL(baseUrl).host;
function statusMessage(result, api, purpose) {
    if (result.kind === 'unreachable')
        return `There was no connection to ${hostOf(api)}: ${(0,lib_text/* quote */.hD)(result.reason)}.`;
    if (result.kind === 'noResponse')
        return `${hostOf(api)} sent no complete response: ${(0,lib_text/* quote */.hD)(result.reason)}.`;
    const text = 'snapshot' in purpose ? errorText(result) : '';
    return `ThousandEyes answered ${(0,lib_text/* formatStatus */.me)(result.status)}${text === '' ? '.' : `: ${quoteFor(purpose, text)}.`}`;
}
function waitMessage({ ms, leftMs, cause }, isFirst, api, purpose, now) {
    const giveUpAt = (0,lib_time/* formatUtc */.ay)(new Date(now.getTime() + leftMs));
    const trying = cause === undefined ? 'Trying' : 'Trying again';
    const still = cause === undefined || isRateLimited(cause) ? 'Still rate limited.' : 'Still no success.';
    const reason = isFirst ? waitReason(cause, api, purpose) : still;
    return `${reason} ${trying} in ${(0,lib_time/* formatDuration */.a3)(ms)}; the step gives up at ${giveUpAt}.`;
}
function waitReason(cause, api, purpose) {
    if (cause === undefined)
        return 'Rate limited by an earlier response.';
    const reason = statusMessage(cause, api, purpose);
    if (!isIndeterminate(cause))
        return reason;
    return `${reason} It may have created a snapshot, and the next try may create a second.`;
}
function missingLinkMessage({ body, status }, linkField, otherDomain, { isPublic }, api) {
    if (isPage(body))
        return notApiMessage(api);
    if (otherDomain !== undefined) {
        return `ThousandEyes created a snapshot, but its link leads to ${(0,lib_text/* quote */.hD)(otherDomain, 100)}, and apiUrl is ${hostOf(api)}. If that is the domain of your account, set apiUrl to its API, and delete the snapshot under ${SNAPSHOT_LIST}.`;
    }
    const shown = isPublic ? (0,lib_text/* quote */.hD)(body) : 'a body that is not shown, since a private snapshot was requested';
    const sent = body.trim() === '' ? 'an empty body' : shown;
    return `ThousandEyes answered ${(0,lib_text/* formatStatus */.me)(status)} without a usable https link to its own host in ${linkField}; it sent ${sent}. The snapshot was probably created: check ${SNAPSHOT_LIST} before you run the step again.`;
}
function notApiMessage(api) {
    return `${hostOf(api)} sent a web page, so it isn't the API of ThousandEyes. Check apiUrl and any proxy.`;
}
function unexpectedlyPublicMessage({ displayName }) {
    return `A private snapshot was requested, but ThousandEyes created a public one: anyone who gets its link can open it. Delete the share link titled ${(0,lib_text/* quote */.hD)(displayName)} in ${SNAPSHOT_LIST}, and don't use this step's outputs: the link is nowhere else.`;
}
function remedyFor(result, api, purpose) {
    if (result.kind === 'response')
        return statusRemedy(result, api, purpose);
    if (result.kind === 'noResponse')
        return 'Run the step again later.';
    const network = result.permanent
        ? 'Check apiUrl and the proxy (HTTPS_PROXY, NO_PROXY).'
        : "Check apiUrl, the proxy (HTTPS_PROXY, NO_PROXY) and the runner's network.";
    return certificateRemedy(result.reason, hostOf(api)) ?? network;
}
function statusRemedy(response, api, purpose) {
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
        return `It points to ${quoteFor(purpose, headers.location ?? 'nowhere')}. The step follows no redirects, so that the token stays here. Check apiUrl and apiVersion.`;
    }
    switch (status) {
        case 400:
            return 'snapshot' in purpose
                ? "Check hours, endTime and displayName. Endpoint Agent tests can't be snapshotted."
                : 'Check the time of the deploy, endTime and hours.';
        case 401:
            return wrongToken(api);
        case 403:
            return forbidden(api, purpose);
        case 404:
            return errors_notFound(api, purpose);
        case 429:
            return rateLimited(response, purpose);
        case 503:
            return 'ThousandEyes is in maintenance, and nothing was created. Run the step again later.';
        default:
            return isIndeterminate(response)
                ? 'ThousandEyes has a problem. Run the step again later.'
                : 'This status is not documented. Check apiUrl and any proxy; if both are right, report this message.';
    }
}
function rateLimited({ headers }, purpose) {
    const isSnapshot = 'snapshot' in purpose;
    const limit = `ThousandEyes allows each organization ${isSnapshot ? '5 snapshots per 5 minutes and ' : ''}240 requests per minute, for all its users together`;
    if (isSnapshot)
        return `${limit}. Raise timeoutMinutes, or run the step again later.`;
    const isSpent = headers['x-organization-rate-limit-remaining'] === '0';
    const block = ', and blocks an address for an hour after more than 120 responses with 401';
    return `${limit}${isSpent ? '' : block}. Run the step again later.`;
}
function wrongToken({ version, credentials }) {
    const token = 'The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.';
    if (version === 'v7') {
        return `${token} API v7 requires an OAuth bearer token; the older Basic token needs apiVersion v6 and email.`;
    }
    return credentials.kind === 'basic' ? `${token} Check that email is the user it belongs to.` : token;
}
function forbidden({ aid }, purpose) {
    const permission = 'snapshot' in purpose
        ? 'has the permission "Create snapshot shares" (a regular user can\'t have it)'
        : `may view ${purpose.list === 'alerts' ? 'alerts' : 'tests'}`;
    const assigned = aid === undefined ? '' : ` and is assigned to account group ${aid} (aid)`;
    const sentences = [`Check that the token's user ${permission}${assigned}.`];
    if (aid === undefined)
        sentences.push('Set aid if the test is in another account group.');
    if ('snapshot' in purpose && purpose.snapshot.isPublic) {
        sentences.push("Some regions don't allow public snapshots: isPublic: false avoids them.");
    }
    return sentences.join(' ');
}
function errors_notFound({ aid }, purpose) {
    const group = aid === undefined ? "the token's default account group" : `account group ${aid}`;
    if ('list' in purpose) {
        return purpose.list === 'results'
            ? `There are no such results of the test in ${group}. Check aid, and apiUrl if you set it.`
            : 'Check apiUrl and aid.';
    }
    return `There is no test ${purpose.snapshot.testId} in ${group}. Check testId, set aid to the group that the test is in, and check apiUrl if you set it.`;
}
function quoteFor(purpose, text) {
    return (0,lib_text/* quote */.hD)('snapshot' in purpose && purpose.snapshot.isPublic ? text : hideShareLinks(text));
}

;// CONCATENATED MODULE: ./lib/outputs.js






class OutputsWriter {
    #core;
    #secrets;
    written = new Set();
    error;
    constructor(core, secrets) {
        this.#core = core;
        this.#secrets = secrets;
    }
    write(outputs) {
        try {
            for (const [name, value] of Object.entries(outputs)) {
                this.#core.setOutput(name, redact(value, this.#secrets));
                this.written.add(name);
            }
        }
        catch (error) {
            this.error ??= `The outputs could not be written: ${(0,lib_text/* quote */.hD)(String(error))}. Later steps don't have them: find the links in this log or in ${SNAPSHOT_LIST}, and check the runner's disk.`;
        }
    }
}
function snapshotOutputs({ window, tests }, displayName) {
    const period = { from: (0,lib_time/* formatIso */.dv)(window.from), to: (0,lib_time/* formatIso */.dv)(window.to) };
    const snapshots = tests.flatMap(({ testId, testName, snapshot }) => {
        if (snapshot?.kind !== 'taken' && snapshot?.kind !== 'exposed')
            return [];
        const { snapshotId, viewUrl, isPublic } = snapshot;
        const times = { createdAt: (0,lib_time/* formatIso */.dv)(snapshot.createdAt), expiresAt: (0,lib_time/* formatIso */.dv)(snapshot.expiresAt), ...period };
        return [{ testId, testName, snapshotId, viewUrl, isPublic, ...times }];
    });
    const { viewUrl = '', snapshotId = '', expiresAt = '' } = snapshots.at(0) ?? {};
    return { viewUrl, snapshotId, ...period, expiresAt, displayName, snapshots: JSON.stringify(snapshots) };
}
function reportOutputs(step) {
    const measured = step.tests.flatMap(test => (test.measurement === undefined ? [] : [measurementJson(test)]));
    return {
        verdict: step.verdict ?? '',
        measurements: measured.length === 0 ? '' : JSON.stringify(measured, outputs_rounded),
        markdown: renderReport(step, { maxCharacters: BODY_LIMIT }),
    };
}
function outputs_rounded(key, value) {
    return typeof value === 'number' && key !== 'count' ? Number(value.toPrecision(4)) : value;
}
function measurementJson({ testId, testName, alerts, measurement }) {
    return {
        testId,
        testName,
        alerts: alerts?.filter(({ isSuppressed }) => !isSuppressed).length ?? null,
        metrics: measurement?.metrics.map(metricJson),
    };
}
const MAX_PARTS = 4;
function metricJson({ metric: { name, unit }, statistics, sides, assessments }) {
    const { count, mean, median, p95 } = statistics;
    const [{ changePercent, result }] = assessments;
    const side = ({ count, mean, median }) => ({ count, mean, median });
    const change = sides && { before: side(sides.before), after: side(sides.after), changePercent, result };
    const parts = assessments
        .slice(0, MAX_PARTS)
        .map(({ part, before, after, changePercent, result }) => ({ part, before, after, changePercent, result }));
    return { name, unit, count, mean, median, p95, ...change, ...(assessments.length > 1 && { parts }) };
}

;// CONCATENATED MODULE: ./lib/thousandeyes/client.js





const MAX_INDETERMINATE = 2;
const PROGRESS_MS = 60_000;
async function requestWithRetry(httpRequest, options, api, context) {
    const { operation, label } = options;
    const { clock, rateLimiter, deadlineMs, signal } = context;
    let tries = { indeterminate: 0 };
    for (;;) {
        const givenUp = await waitUntilAllowed(options, tries.result, context);
        if (givenUp !== undefined)
            return { ...tries, givenUp };
        const sentAtMs = clock.monotonicMs();
        const timeout = operation === 'read' ? { timeoutMs: Math.ceil(Math.min(http/* REQUEST_TIMEOUT_MS */.j2, deadlineMs - sentAtMs)) } : {};
        const result = await request({ ...httpRequest, ...timeout }, api, label, context);
        if (result.kind === 'response')
            clock.observe(result.headers.date, sentAtMs);
        rateLimiter.note(operation, result, sentAtMs);
        tries = { result, indeterminate: tries.indeterminate + (isIndeterminate(result) ? 1 : 0) };
        if (signal.aborted && result.kind !== 'response') {
            return { ...tries, givenUp: { kind: 'cancelled', during: 'request' } };
        }
        if (!isRetryable(result) || tries.indeterminate === MAX_INDETERMINATE)
            return tries;
    }
}
async function waitUntilAllowed({ operation, onWait = () => { } }, cause, { clock, rateLimiter, deadlineMs, signal }) {
    for (;;) {
        if (signal.aborted)
            return { kind: 'cancelled', during: 'wait' };
        const delay = rateLimiter.delay(operation);
        const leftMs = deadlineMs - clock.monotonicMs();
        if (isTooLate(delay, operation, leftMs)) {
            return { kind: 'deadline', toldMs: delay.toldMs > Math.max(0, leftMs) ? delay.toldMs : undefined };
        }
        if (delay.ms === 0)
            return undefined;
        const ms = Math.min(delay.ms, leftMs);
        onWait({ ms, leftMs, cause });
        await clock.sleep(Math.min(ms, PROGRESS_MS), signal).catch(() => undefined);
        const isLastTry = operation === 'snapshot' && clock.monotonicMs() >= deadlineMs;
        if (isLastTry && !signal.aborted)
            return undefined;
    }
}
function isTooLate({ ms, toldMs }, operation, leftMs) {
    return operation === 'read' ? ms >= leftMs : ms > 0 && (leftMs <= 0 || toldMs > leftMs);
}
async function request(httpRequest, { credentials }, label, { sendRequest, signal, log }) {
    const { method, url, body: sent = '' } = httpRequest;
    const secrets = secretVariants(credentials);
    log.debug(`${label}: ${method} ${url.href} ${sent}`);
    const result = await sendRequest(httpRequest, signal);
    if (result.kind !== 'response') {
        const reason = redact(result.reason, secrets);
        log.debug(`${label}: ${result.kind}: ${reason}`);
        return { ...result, reason };
    }
    const body = redact(result.body, secrets);
    const isQuoted = method === 'POST' && !(0,http/* isSuccess */.oJ)(result);
    log.debug(`${label}: ${result.status}, ${isQuoted ? hideShareLinks(body) : `${body.length} characters`}`);
    const { location } = result.headers;
    const redacted = location === undefined ? {} : { location: redact(location, secrets) };
    return { ...result, headers: { ...result.headers, ...redacted }, body };
}

;// CONCATENATED MODULE: ./lib/thousandeyes/versions.js




const TestFields = dist/* object */.Ikc({
    testName: lenientOptional(ShownText),
    type: lenientOptional(ShownText),
    _links: lenientOptional(dist/* object */.Ikc({ testResults: lenientOptional(dist/* array */.YOg(dist/* object */.Ikc({ href: dist/* string */.YjP() }))) })),
});
function describeTest({ testName, type, _links }) {
    return {
        ...(testName !== undefined && { testName }),
        ...(type !== undefined && { testType: type }),
        resultKinds: _links?.testResults?.map(({ href }) => lastSegment(href)) ?? [],
    };
}
const v7 = {
    accept: 'application/hal+json, application/json, application/problem+json',
    linkField: '_links.appLink.href',
    path: ({ testId }) => `/v7/tests/${testId}/snapshot`,
    body: ({ displayName, window, isPublic }) => ({
        displayName,
        ...toDateParams(window),
        isPublic,
    }),
    created: link => dist/* pipe */.FsL(dist/* object */.Ikc({
        id: lenientOptional(ShownText),
        shareDate: lenientOptional(lib_time/* IsoTime */.nm),
        test: lenientOptional(TestFields),
        _links: dist/* object */.Ikc({ appLink: dist/* object */.Ikc({ href: link }) }),
    }), dist/* transform */.pdi(({ id: snapshotId, shareDate, test = {}, _links }) => {
        return { viewUrl: _links.appLink.href, snapshotId, shareDate, test: describeTest(test) };
    })),
};
const v6 = {
    accept: 'application/json',
    linkField: 'link.viewUrl',
    path: () => '/v6/snapshot.json',
    body: ({ testId, displayName, window, isPublic }) => ({
        testId: Number(testId),
        displayName,
        from: (0,lib_time/* formatIso */.dv)(window.from).slice(0, -1),
        to: (0,lib_time/* formatIso */.dv)(window.to).slice(0, -1),
        isPublic: isPublic ? 1 : 0,
    }),
    created: viewUrl => {
        const ShareDate = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(text => `${text}Z`), lib_time/* IsoTime */.nm);
        const link = dist/* object */.Ikc({ linkId: lenientOptional(ShownText), shareDate: lenientOptional(ShareDate), viewUrl });
        return dist/* pipe */.FsL(dist/* object */.Ikc({ link }), dist/* transform */.pdi(({ link: { viewUrl, linkId: snapshotId, shareDate } }) => {
            return { viewUrl, snapshotId, shareDate, test: { resultKinds: [] } };
        }));
    },
};
const API_VERSIONS = { v7, v6 };

;// CONCATENATED MODULE: ./lib/thousandeyes/paginate.js









class ReadError extends Error {
    name = 'ReadError';
    status;
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
const MAX_PAGES = 400;
const Next = dist/* pipe */.FsL(dist/* union */.KCZ([dist/* literal */.euz(''), dist/* object */.Ikc({ href: dist/* nullish */.cl6(dist/* string */.YjP()) })]), dist/* transform */.pdi(next => (next === '' ? undefined : next.href)));
const Page = dist/* looseObject */._H3({ _links: dist/* nullish */.cl6(dist/* object */.Ikc({ next: dist/* nullish */.cl6(Next) })) });
async function readList(api, list, context, onItem) {
    const cursors = new Set();
    let unread = 0;
    for (let { url } = list;;) {
        const { items, cursor } = await readPage(api, { ...list, url }, context);
        for (const item of items) {
            const { success, output } = dist/* safeParse */.xLC(list.schema, item);
            if (success)
                onItem(output);
            else
                unread++;
        }
        if (cursor === undefined || cursors.has(cursor))
            return unread;
        cursors.add(cursor);
        if (cursors.size === MAX_PAGES)
            throw new ReadError(TOO_MANY_PAGES);
        url = new URL(list.url);
        url.searchParams.set('cursor', cursor);
    }
}
const TOO_MANY_PAGES = `ThousandEyes has more than ${MAX_PAGES} pages, too many to read in time. Set hours to a smaller value.`;
async function readPage(api, list, context) {
    const response = await fetchPage(api, list, context);
    const page = (0,lib_text/* parsed */.Yz)(Page, (0,lib_text/* parseJson */.qF)(response.body));
    const items = (0,lib_text/* parsed */.Yz)(dist/* array */.YOg(dist/* unknown */.L5J()), page?.[list.field]);
    if (items === undefined)
        throw new ReadError(unexpectedBody(response, api));
    const next = page?._links?.next;
    if (!next)
        return { items, cursor: undefined };
    const cursor = URL.parse(next, list.url.href)?.searchParams.get('cursor');
    if (!cursor)
        throw new ReadError('ThousandEyes sent a link to the next page without a cursor.');
    return { items, cursor };
}
async function fetchPage(api, { label, url, field }, context) {
    const httpRequest = {
        method: 'GET',
        url,
        headers: { authorization: authorization(api.credentials), accept: API_VERSIONS.v7.accept },
        maxBodyBytes: MAX_PAGE_BYTES,
    };
    const { result, givenUp } = await requestWithRetry(httpRequest, { operation: 'read', label }, api, context);
    if (givenUp?.kind === 'cancelled')
        throw new ReadError('The job was cancelled.');
    if (result?.kind === 'response' && (0,http/* isSuccess */.oJ)(result))
        return result;
    const toldMs = givenUp?.toldMs;
    const tooLong = toldMs === undefined
        ? 'Reading took too long and was skipped.'
        : `It asks for a wait of ${(0,lib_time/* formatDuration */.a3)(toldMs)}, too long for reading.`;
    if (result === undefined)
        throw new ReadError(`${tooLong.replace(/^It /, 'ThousandEyes ')} Run the step again later.`);
    const { whatHappened, whatToDo } = errors_describeError(result, api, { list: field });
    const sentences = [whatHappened, givenUp && tooLong, whatToDo].filter(Boolean);
    throw new ReadError(sentences.join(' '), result.kind === 'response' ? result.status : undefined);
}
function unexpectedBody({ body }, api) {
    if (body.length >= MAX_PAGE_BYTES)
        return 'A page is larger than 16 MiB.';
    if (isPage(body))
        return notApiMessage(api);
    return `ThousandEyes sent ${body.trim() === '' ? 'an empty response' : 'a response that its documentation does not describe'}.`;
}

;// CONCATENATED MODULE: ./lib/thousandeyes/tests.js




const ApiTest = dist/* object */.Ikc({
    ...TestFields.entries,
    testId: dist/* pipe */.FsL(dist/* union */.KCZ([dist/* string */.YjP(), dist/* number */.aig()]), dist/* transform */.pdi(String)),
    interval: lenientOptional(dist/* pipe */.FsL(dist/* number */.aig(), dist/* gtValue */.zYL(0))),
    enabled: lenientOptional(dist/* boolean */.zMY()),
    savedEvent: lenientOptional(dist/* boolean */.zMY()),
});
async function listTests(api, context) {
    const tests = [];
    const list = { label: 'Tests', url: operationUrl(api, '/v7/tests'), field: 'tests', schema: ApiTest };
    await readList(api, list, context, ({ testId, interval, enabled, savedEvent, ...test }) => {
        tests.push({
            ...describeTest(test),
            testId,
            isDisabled: enabled === false,
            isSnapshot: savedEvent === true,
            ...(interval !== undefined && { intervalSeconds: interval }),
        });
    });
    return tests;
}

;// CONCATENATED MODULE: ./lib/stages/match-tests.js

const MAX_TESTS = 50;
const ID_OR_ADDRESS = /^(?:\S*\b(?:testId=|tests\/(?:[a-z-]+\/)?))?0*(?<id>[1-9]\d{0,19})(?![\w-])(?:[&#]\S*|(?<=\/\d+)[/?]\S*)?$/i;
function matchTests(lines, listed) {
    const found = lines.flatMap(line => withName(line, listed) ?? partsOf(line).map(part => matchPart(part, line, listed)));
    const byId = new Map(found.flatMap(({ tests }) => tests).map(one => [typeof one === 'string' ? one : one.testId, one]));
    const tooMany = `names ${byId.size} tests; a step takes ${MAX_TESTS} at most, since ThousandEyes allows 5 snapshots per 5 minutes. Narrow the patterns.`;
    const problems = found.flatMap(({ problem }) => problem ?? []);
    return { tests: [...byId.values()], problems: byId.size > MAX_TESTS ? [...problems, tooMany] : problems };
}
function idsIn(lines) {
    const ids = lines.flatMap(partsOf).map(idIn);
    return ids.every(id => id !== undefined) ? [...new Set(ids)] : undefined;
}
function matchPart(part, line, listed) {
    const found = withName(part, listed) ?? withId(part, listed) ?? withPattern(part, listed) ?? unknownName(part, listed);
    return found.problem !== undefined && line.includes(',')
        ? { ...found, problem: `${found.problem} A name with a comma goes on a line of its own.` }
        : found;
}
function partsOf(line) {
    return line
        .split(',')
        .flatMap(part => (/^[\d\s]+$/.test(part) ? part.split(/\s+/) : [part]))
        .map(part => part.trim())
        .filter(part => part !== '');
}
function idIn(part) {
    return ID_OR_ADDRESS.exec(part)?.groups?.['id'];
}
function withName(name, listed) {
    const all = listed.filter(one => !one.isSnapshot && one.testName?.toLowerCase() === name.toLowerCase());
    const enabled = all.filter(({ isDisabled }) => !isDisabled);
    const meant = enabled.length > 0 ? enabled : all;
    if (meant.length < 2)
        return meant.length === 0 ? undefined : { tests: meant };
    const ids = meant.map(({ testId, testType = 'unknown type' }) => `${testId} (${testType})`);
    return {
        tests: [],
        problem: `${(0,lib_text/* quote */.hD)(name, 100)} is the name of ${meant.length} tests: use an id, ${ids.join(' or ')}.`,
    };
}
function withId(part, listed) {
    const id = idIn(part);
    return id === undefined ? undefined : { tests: [listed.find(({ testId }) => testId === id) ?? id] };
}
function withPattern(part, listed) {
    if (!part.includes('*'))
        return undefined;
    const literals = part.split('*').map(text => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    const pattern = new RegExp(`^${literals.join('.*')}$`, 'is');
    const matching = listed
        .filter(({ testName = '' }) => pattern.test(testName))
        .sort((a, b) => (a.testName ?? '').localeCompare(b.testName ?? '', 'en'));
    const tests = matching.filter(({ isDisabled, isSnapshot }) => !isDisabled && !isSnapshot);
    if (tests.length > 0)
        return { tests };
    const names = (0,lib_text/* listSome */.XT)(matching.map(({ testName = '' }) => (0,lib_text/* quote */.hD)(testName, 100)), 3);
    const remedy = names === ''
        ? 'Check aid and the pattern: only * is a wildcard.'
        : `Only disabled tests or snapshots match: ${names}.`;
    return { tests, problem: `${(0,lib_text/* quote */.hD)(part, 100)} matches no test. ${remedy}` };
}
function unknownName(part, listed) {
    const tests = listed.filter(({ isSnapshot }) => !isSnapshot);
    const names = tests.flatMap(({ testName }) => testName ?? []);
    const near = part.toLowerCase() === 'all' ? ['*'] : (0,lib_text/* closestNames */.g9)(part, names);
    const remedy = near.length > 0
        ? `Did you mean ${near.map(name => (0,lib_text/* quote */.hD)(name, 100)).join(' or ')}?`
        : `The account group has ${(0,lib_text/* count */.U9)(tests.length, 'test')}: check the name and aid. Write one test per line, or separate tests with commas. Only * is a wildcard.`;
    return { tests: [], problem: `${(0,lib_text/* quote */.hD)(part, 100)} is neither the name nor the id of a test. ${remedy}` };
}

;// CONCATENATED MODULE: ./lib/stages/plan-window.js





function planWindow(inputs, deploy, now, slowest) {
    const { endTime, waitForRounds } = inputs;
    const intervalMs = (slowest?.intervalSeconds ?? 0) * SECOND_MS;
    const roundsEndMs = (deploy?.at.getTime() ?? 0) + waitForRounds * intervalMs;
    const end = new Date(Math.max(roundsEndMs, endOfWindow(endTime, now).getTime()));
    const hours = inputs.hours ?? hoursHolding(deploy?.at, end, intervalMs);
    const window = windowEnding(endOfWindow(endTime, now), hours);
    const { errors, warnings } = timesAhead(inputs, now);
    if (deploy === undefined || errors.length > 0)
        return { window, errors, warnings, unsure: [] };
    if (deploy.at < window.from || (endTime !== undefined && endTime <= deploy.at)) {
        const outside = outsideMessage(inputs, deploy, window, end);
        return (inputs.failOn ?? inputs.warnOn) === undefined
            ? { window, errors, warnings: [...warnings, outside], unsure: [] }
            : { window, errors: [outside], warnings, unsure: [] };
    }
    const roundsBefore = (deploy.at.getTime() - windowEnding(end, hours).from.getTime()) / intervalMs;
    const tooFew = `The window holds fewer than ${MIN_ROUNDS_BEFORE} rounds before the deploy, so nothing can be compared: leave hours empty, or set it to more than ${hours}.`;
    return {
        window,
        errors: slowest === undefined ? [] : waitErrors(inputs, deploy.at, now, hours, slowest),
        warnings: roundsBefore < MIN_ROUNDS_BEFORE ? [...warnings, tooFew] : warnings,
        unsure: slowest === undefined ? [] : tooEarly(inputs, deploy.at, window.to, slowest),
    };
}
const MAX_AHEAD_MS = 5 * MINUTE_MS;
function timesAhead({ deploy, endTime }, now) {
    const deployedAt = deploy?.source === 'deployedAt' ? deploy.at : undefined;
    const ahead = Object.entries({ deployedAt, endTime }).flatMap(([input, at = now]) => {
        const aheadMs = at.getTime() - now.getTime();
        return aheadMs > MAX_AHEAD_MS
            ? [{ start: `Input ${input}: ${(0,lib_time/* formatIso */.dv)(at)} is in the future`, isFar: aheadMs > HOUR_MS }]
            : [];
    });
    const [far, near] = [ahead.filter(({ isFar }) => isFar), ahead.filter(({ isFar }) => !isFar)];
    const check = 'Check the time and its zone.';
    return {
        errors: far.map(({ start }) => `${start}: it is ${(0,lib_time/* formatIso */.dv)(now)} now. ${check}`),
        warnings: near.map(({ start }) => `${start}, so the step uses ${(0,lib_time/* formatIso */.dv)(now)} instead. ${check}`),
    };
}
function tooEarly({ waitForRounds, endTime }, at, to, slowest) {
    const { intervalSeconds = 60 } = slowest;
    if (waitForRounds > 0 || to.getTime() - at.getTime() >= intervalSeconds * SECOND_MS)
        return [];
    const remedy = endTime === undefined ? 'yet: set waitForRounds' : 'in the window: set a later endTime';
    return [`${nameOf(slowest)} has no complete round since the deploy at ${(0,lib_time/* formatIso */.dv)(at)} ${remedy}.`];
}
function waitErrors(inputs, at, now, hours, slowest) {
    const { waitForRounds: rounds, timeoutMinutes = Number.POSITIVE_INFINITY } = inputs;
    const intervalMs = (slowest.intervalSeconds ?? 0) * SECOND_MS;
    const what = `${(0,lib_text/* count */.U9)(rounds, 'round')} of ${nameOf(slowest)} (one every ${(0,lib_time/* formatDuration */.a3)(intervalMs)})`;
    const needed = hoursHolding(at, new Date(at.getTime() + rounds * intervalMs), intervalMs);
    const tooShort = `Input hours: ${hours} is too short for ${what}: leave it empty, or set hours: ${needed}.`;
    const longest = (0,lib_time/* formatDuration */.a3)(longestWaitMs(rounds, intervalMs));
    const tooSoon = `Input timeoutMinutes: ${timeoutMinutes} min is too short for ${what}: leave it empty, which waits ${longest} at most.`;
    const waitMs = at.getTime() + (rounds - 1) * intervalMs - now.getTime();
    return [
        ...(rounds * intervalMs > hours * HOUR_MS ? [tooShort] : []),
        ...(rounds > 0 && waitMs > timeoutMinutes * MINUTE_MS ? [tooSoon] : []),
    ];
}
function longestWaitMs(rounds, intervalMs) {
    return (rounds + 1) * intervalMs + RESULTS_DELAY_MS;
}
function outsideMessage({ endTime }, { at, source }, { from, to }, end) {
    if (endTime !== undefined && endTime <= at) {
        return `Input endTime: ${(0,lib_time/* formatIso */.dv)(endTime)} is not after the deploy at ${(0,lib_time/* formatIso */.dv)(at)}, so there is no before and after: leave it empty, or set a later time.`;
    }
    const isEvent = source === 'deployment_status';
    const hours = WINDOW_HOURS.find(one => at >= windowEnding(end, one).from && at < end);
    const otherTime = isEvent ? 'deploy again, or set deployedAt' : 'check the time';
    const remedy = hours === undefined ? otherTime : `leave hours empty, or set hours: ${hours}`;
    const origin = isEvent ? 'The time of the deployment_status event' : 'Input deployedAt';
    return `${origin}: ${(0,lib_time/* formatIso */.dv)(at)} is outside the window from ${(0,lib_time/* formatIso */.dv)(from)} to ${(0,lib_time/* formatIso */.dv)(to)}, so there is no before and after: ${remedy}.`;
}

;// CONCATENATED MODULE: ./lib/log.js


function createSafeLogger(log, secrets) {
    const safe = (line) => redact((0,lib_text/* singleLine */.pF)(line), secrets).replace(/^::/, ': :').replaceAll('##[', '## [');
    const safeTitle = (annotation) => annotation && { title: safe(annotation.title) };
    return {
        info: line => log.info(safe(line)),
        notice: (line, annotation) => log.notice(safe(line), safeTitle(annotation)),
        warning: (line, annotation) => log.warning(safe(line), safeTitle(annotation)),
        error: (line, annotation) => log.error(safe(line), safeTitle(annotation)),
        debug: line => log.debug(safe(line)),
    };
}
function debugStack(error, log) {
    if (error instanceof Error)
        log.debug(String(error.stack));
}

;// CONCATENATED MODULE: ./lib/stages/read.js



async function read(context, deadlineMs, work) {
    try {
        return { value: await work({ ...context, deadlineMs }) };
    }
    catch (error) {
        if (error instanceof ReadError)
            return { failure: { message: error.message, status: error.status } };
        debugStack(error, context.log);
        return { failure: { message: (0,lib_text/* formatUnexpectedError */.xo)(error), status: undefined } };
    }
}
const MAX_CONCURRENT_TESTS = 4;
async function mapBatched(items, work) {
    const results = [];
    for (let start = 0; start < items.length; start += MAX_CONCURRENT_TESTS) {
        results.push(...(await Promise.all(items.slice(start, start + MAX_CONCURRENT_TESTS).map(work))));
    }
    return results;
}

;// CONCATENATED MODULE: ./lib/stages/find-tests.js










async function findTests(inputs, run, startedMs, context) {
    const { clock, log } = context;
    const found = await findRecords(inputs, context);
    const { tests, stopped = reasonToStop(tests, inputs) } = found;
    const deploy = deployOf(inputs, clock.at(startedMs), clock.now());
    const { window, ...plan } = planWindow(inputs, deploy, clock.now(), slowestOf(tests));
    const errors = [...plan.errors, ...(stopped === undefined ? metricErrors(inputs, tests) : [])];
    if (errors.length > 0)
        throw new InputsError(errors);
    if (deploy !== undefined)
        log.info(deployMessage(deploy));
    const unsure = [
        ...(isRerunFromStart({ run, deploy }) ? [rerunMessage(run)] : []),
        ...(inputs.measure === false || inputs.api.version === 'v6' ? [] : plan.unsure),
    ];
    const disabled = stopped === undefined ? disabledWarnings(tests) : [];
    for (const warning of [...plan.warnings, ...disabled, ...unsure, ...periodWarnings(inputs, deploy, run)]) {
        log.warning(warning);
    }
    const problems = [...found.problems, ...unsure.map(message => ({ subject: '', message }))];
    return newStep(inputs, { tests, problems, window, deploy, run, stopped });
}
function newStep({ failOn, warnOn, isPublic, takeSnapshot }, known) {
    return {
        ...known,
        conditions: [...(failOn?.conditions ?? []), ...(warnOn?.conditions ?? [])],
        isFailed: false,
        alertsOfNoTest: [],
        isPublicRequested: isPublic,
        takeSnapshot,
        areNumbersHidden: false,
    };
}
function newRecord(testId) {
    return { testId, listed: 'unknown', problems: [], resultKinds: [] };
}
const DEPLOY_SOURCES = {
    deployedAt: 'from the input deployedAt',
    deployment_status: 'from the event deployment_status',
    step: 'the start of this step',
};
function deployMessage({ at, source }) {
    return `Time of the deploy: ${(0,lib_time/* formatIso */.dv)(at)}, ${DEPLOY_SOURCES[source]}.`;
}
function slowestOf(tests) {
    return tests.toSorted((a, b) => (b.intervalSeconds ?? 0) - (a.intervalSeconds ?? 0)).at(0);
}
function deployOf({ deploy }, startedAt, now) {
    if (deploy === undefined)
        return undefined;
    const { at = startedAt, source } = deploy;
    return { at: at < now ? at : now, source };
}
async function findRecords({ api, testLines, timeoutMinutes = 1 }, context) {
    const { clock, log, signal } = context;
    const ids = idsIn(testLines);
    const tests = (ids ?? []).map(newRecord);
    if (api.version === 'v6') {
        if (ids === undefined)
            throw new InputsError(['Input testId: names require apiVersion v7, since API v6 takes only IDs.']);
        return { tests, problems: [] };
    }
    const limitMs = Math.max(10_000, Math.min(60_000, timeoutMinutes * 60_000));
    const { value, failure } = await read(context, clock.monotonicMs() + limitMs, limited => listTests(api, limited));
    signal.throwIfAborted();
    if (failure === undefined)
        return recordsIn(value, testLines, context);
    const { message, status } = failure;
    if (status === 401)
        return { tests, problems: [{ subject: '', message }], stopped: message };
    if (ids === undefined) {
        const hint = status === 403 ? ' With ids, the step takes snapshots without the list.' : '';
        throw new InputsError([`Input testId: names need the list of tests, which could not be read. ${message}${hint}`]);
    }
    log.warning(`The list of tests could not be read. ${message}`);
    return { tests, problems: [{ subject: 'Tests', message }] };
}
function recordsIn(listed, lines, { log }) {
    const { tests, problems } = matchTests(lines, listed);
    if (problems.length > 0)
        throw new InputsError(problems.map(problem => `Input testId: ${problem}`));
    const records = tests.map(toRecord);
    log.info(`Found ${(0,lib_text/* count */.U9)(records.length, 'test')}: ${(0,lib_text/* listSome */.XT)(records.map(describe), 50)}.`);
    return { tests: records, problems: [] };
}
function describe({ testId, testName, intervalSeconds, listed }) {
    if (listed === 'no')
        return `${testId} (not in the list of tests)`;
    const interval = intervalSeconds === undefined ? '' : `, every ${(0,lib_time/* formatDuration */.a3)(intervalSeconds * 1000)}`;
    return `${testName === undefined ? '' : `${(0,lib_text/* quote */.hD)(testName)} `}(${testId}${interval})`;
}
const DISABLED = 'The test is disabled in ThousandEyes: enable it, or take it out of testId.';
const UNLISTED = "The test isn't in the list of tests that this token can read, so it can't be measured: check testId and aid.";
function toRecord(test) {
    return typeof test === 'string'
        ? { ...newRecord(test), listed: 'no', problems: [{ subject: '', message: UNLISTED }] }
        : { ...test, listed: 'yes', problems: test.isDisabled ? [{ subject: '', message: DISABLED }] : [] };
}
function disabledWarnings(tests) {
    const disabled = tests.filter(({ isDisabled }) => isDisabled);
    if (disabled.length < 2)
        return disabled.map(test => `${nameOf(test)}: ${DISABLED}`);
    const names = (0,lib_text/* listSome */.XT)(disabled.map(nameOf), 50);
    return [`${disabled.length} tests are disabled in ThousandEyes: ${names}. Enable them, or take them out of testId.`];
}
function rerunMessage({ attempt }) {
    return `This is attempt ${attempt} of the run, and the time of the deploy is the start of this attempt. If an earlier attempt deployed, set deployedAt to its time: let the job that deploys hand it over as an output.`;
}
const WITHOUT_DEPLOY = ['schedule', 'workflow_dispatch'];
function periodWarnings(inputs, deploy, run) {
    const isMeant = deploy !== undefined || WITHOUT_DEPLOY.includes(run.event.name);
    if (isMeant || (inputs.failOn ?? inputs.warnOn) === undefined)
        return [];
    return [
        'The conditions judge the whole window, most of it before the deploy, since the time of the deploy is unknown: set waitForRounds or deployedAt.',
    ];
}
function reasonToStop(tests, { waitForRounds, failOn, warnOn }) {
    const hasToRun = (failOn ?? warnOn) !== undefined || waitForRounds > 0;
    return hasToRun && tests.every(({ isDisabled }) => isDisabled) ? DISABLED : undefined;
}
function metricErrors({ failOn, warnOn }, tests) {
    const known = tests.map(metricNames);
    if (known.some(names => names === undefined))
        return [];
    const names = [...new Set(known.flatMap(one => one ?? [])), ALERTS];
    const who = tests.length === 1 ? `The test ${tests.map(nameOf).join()} has no` : 'No test has';
    return Object.entries({ failOn, warnOn }).flatMap(([input, given]) => (given?.conditions ?? [])
        .filter(({ metric }) => !names.includes(metric))
        .map(({ text, metric }) => `Input ${input}: ${(0,lib_text/* quote */.hD)(text, 100)} can never be judged. ${who} ${metric}; use one of ${names.join(', ')}.`));
}

;// CONCATENATED MODULE: ./lib/thousandeyes/snapshots.js










function createSnapshotRequest(api, request) {
    const { accept, path, body } = API_VERSIONS[api.version];
    return {
        method: 'POST',
        url: operationUrl(api, path(request)),
        headers: { authorization: authorization(api.credentials), accept, 'content-type': 'application/json' },
        body: JSON.stringify(body(request)),
    };
}
async function createSnapshot(api, request, context) {
    try {
        const label = `Test ${request.testId}`;
        const onWait = createWaitLogger(label, api, request, context);
        const options = { operation: 'snapshot', label, onWait };
        const outcome = await requestWithRetry(createSnapshotRequest(api, request), options, api, context);
        const { result } = outcome;
        if (result?.kind === 'response' && (0,http/* isSuccess */.oJ)(result))
            return toResult(result, api, request, context.clock.now());
        const message = failureMessage(outcome, api, request);
        const reason = outcome.indeterminate > 0 ? `${message} ${MAY_EXIST}` : message;
        if (result?.kind !== 'response')
            return { kind: 'notTaken', reason };
        return { kind: 'notTaken', reason, status: result.status, endsRequests: result.status === 401 };
    }
    catch (error) {
        debugStack(error, context.log);
        return { kind: 'notTaken', reason: `${(0,lib_text/* formatUnexpectedError */.xo)(error)} ${MAY_EXIST}` };
    }
}
const MAY_EXIST = `A snapshot may have been created anyway: check ${SNAPSHOT_LIST}.`;
function expiryOf(createdAt) {
    return new Date(createdAt.getTime() + 30 * lib_time/* DAY_MS */.sO);
}
function toResult(response, api, request, now) {
    const version = API_VERSIONS[api.version];
    const body = (0,lib_text/* parseJson */.qF)(response.body);
    const created = (0,lib_text/* parsed */.Yz)(version.created(serviceLink(api)), body);
    if (created === undefined) {
        const otherDomain = (0,lib_text/* parsed */.Yz)(version.created(LinkDomain), body)?.viewUrl;
        const reason = missingLinkMessage(response, version.linkField, otherDomain, request, api);
        return { kind: 'notTaken', reason, status: response.status };
    }
    const { viewUrl, snapshotId, shareDate, test } = created;
    const isToday = shareDate !== undefined && Math.abs(shareDate.getTime() - now.getTime()) < lib_time/* DAY_MS */.sO;
    const createdAt = isToday ? shareDate : now;
    const isPublic = isShareLink(viewUrl);
    const taken = { viewUrl, isPublic, createdAt, expiresAt: expiryOf(createdAt), test };
    const snapshot = { ...taken, ...(snapshotId !== undefined && { snapshotId }) };
    return isPublic && !request.isPublic
        ? { kind: 'exposed', reason: unexpectedlyPublicMessage(request), ...snapshot }
        : { kind: 'taken', ...snapshot };
}
const TIME_LIMIT = 'timeoutMinutes (at least 10 min if empty)';
function failureMessage({ result, givenUp }, api, request) {
    const purpose = { snapshot: request };
    if (givenUp?.kind === 'cancelled') {
        if (givenUp.during === 'request')
            return 'The job was cancelled while the request was in progress.';
        if (result === undefined)
            return 'The job was cancelled before this snapshot was requested.';
        return `The job was cancelled before the next try. ${statusMessage(result, api, purpose)}`;
    }
    const toldMs = givenUp?.toldMs;
    const why = toldMs === undefined
        ? `${TIME_LIMIT} has passed`
        : `ThousandEyes asks for a wait of ${(0,lib_time/* formatDuration */.a3)(toldMs)}, longer than ${TIME_LIMIT} allows`;
    if (result === undefined) {
        return `${why}. Raise timeoutMinutes, or run the step again later.`;
    }
    const { whatHappened, whatToDo } = errors_describeError(result, api, purpose);
    return `${whatHappened} ${givenUp === undefined ? '' : `Not tried again: ${why}. `}${whatToDo}`;
}
const MIN_LINE_INTERVAL_MS = 59_000;
function createWaitLogger(label, api, request, { clock, log }) {
    let last;
    return wait => {
        const { cause } = wait;
        const atMs = clock.monotonicMs();
        const mayDuplicate = cause !== undefined && cause !== last?.cause && isIndeterminate(cause);
        if (last !== undefined && !mayDuplicate && atMs - last.atMs < MIN_LINE_INTERVAL_MS)
            return;
        const isFirst = last === undefined || mayDuplicate;
        last = { atMs, cause };
        const line = `${label}: ${waitMessage(wait, isFirst, api, { snapshot: request }, clock.now())}`;
        if (mayDuplicate)
            log.warning(line);
        else
            log.info(line);
    };
}

;// CONCATENATED MODULE: ./lib/dry-run.js









function dryRun(inputs, run, { clock, log }) {
    const { api, testLines, displayName, isPublic, takeSnapshot, comment, waitForRounds } = inputs;
    const now = clock.now();
    const deploy = deployOf(inputs, now, now);
    const { window, errors, warnings } = planWindow(inputs, deploy, now);
    if (errors.length > 0)
        throw new InputsError(errors);
    const wait = waitForRounds === 0 ? '' : ` The step would wait for ${waitForRounds} rounds first, so that the window ends later.`;
    log.info(`Dry run: the inputs are valid, and nothing is sent.${wait}`);
    for (const warning of [...warnings, ...periodWarnings(inputs, deploy, run)])
        log.warning(warning);
    if (deploy !== undefined)
        log.info(deployMessage(deploy));
    const ids = idsIn(testLines);
    if (ids === undefined)
        log.info(`The tests would be found by name: ${testLines.join(', ')}. The request, with testId for the id:`);
    for (const testId of ids ?? ['testId']) {
        const { method, url, body } = createSnapshotRequest(api, { ...inputs, testId, window });
        log.info(`${method} ${url.href} ${body}`);
    }
    for (const line of judgementLines(inputs))
        log.info(line);
    const { to: createdAt } = window;
    const snapshot = takeSnapshot === 'never'
        ? { kind: 'notNeeded' }
        : { kind: 'taken', viewUrl: '', isPublic, createdAt, expiresAt: expiryOf(createdAt) };
    const tests = (ids ?? testLines).map(testId => ({ ...newRecord(testId), snapshot }));
    const step = { ...newStep(inputs, { tests, problems: [], window, deploy, run }), conditions: [] };
    if (comment !== undefined) {
        const when = comment.mode === 'onFailure' ? ', if something is wrong' : '';
        log.info(`The comment would look like this, with links, and with the names of the tests${when}:`);
        for (const line of renderReport(step, { maxCharacters: BODY_LIMIT }).split('\n'))
            log.info(line);
    }
    return snapshotOutputs({ ...step, tests: [] }, displayName);
}
function judgementLines({ measure, failOn, warnOn, takeSnapshot }) {
    const conditions = Object.entries({ failOn, warnOn }).flatMap(([input, given]) => {
        if (given === undefined)
            return [];
        const texts = given.conditions.map(dry_run_formatCondition);
        return [`${input}: ${[...texts, ...(given.failOnUnknown ? ['unknown'] : [])].join('; ')}.`];
    });
    return [
        ...(measure === false ? [] : ['Then it would read results and alerts of the tests in this window.']),
        ...conditions,
        ...(takeSnapshot === 'onFailure' ? ['It would take snapshots only of tests that fail or are inconclusive.'] : []),
        ...(takeSnapshot === 'never' ? ['It would take no snapshot (takeSnapshot: never).'] : []),
    ];
}
function dry_run_formatCondition(condition) {
    return `${condition.metric} ${condition.operator} ${formatLimit(condition)}`;
}

;// CONCATENATED MODULE: ./lib/github/subject.js


function subjectOf({ name, payload, sha }) {
    const subject = EVENTS.get(name);
    if (subject === undefined && WITHOUT_COMMIT.test(name))
        return none(name);
    if (dist.is(Deletion, payload))
        return none(`${name}, which deleted a branch,`);
    if (dist.is(NewBranch, payload))
        return { ...none(`${name}, which only began a branch,`), commit: sha };
    if (dist.is(ForeignPullRequest, payload))
        return none(`${name}, whose pull request is in another repository,`);
    return (subject ? (0,lib_text/* parsed */.Yz)(subject, payload) : (0,lib_text/* parsed */.Yz)(CommitEvent, { sha })) ?? none(name);
}
const Deletion = dist/* object */.Ikc({ deleted: dist/* literal */.euz(true) });
const NewBranch = dist/* union */.KCZ([
    dist/* object */.Ikc({ ref_type: dist/* literal */.euz('branch') }),
    dist/* object */.Ikc({
        created: dist/* literal */.euz(true),
        ref: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* startsWith */.w1_('refs/heads/')),
        commits: dist/* strictTuple */.CxQ([]),
    }),
]);
const WithName = dist/* object */.Ikc({ full_name: dist/* string */.YjP() });
const ForeignPullRequest = dist/* pipe */.FsL(dist/* object */.Ikc({
    repository: WithName,
    client_payload: dist/* object */.Ikc({ pull_request: dist/* object */.Ikc({ base: dist/* object */.Ikc({ repo: WithName }) }) }),
}), dist/* check */.z6Y(({ repository, client_payload }) => client_payload.pull_request.base.repo.full_name !== repository.full_name));
function none(eventName) {
    const reason = `The event ${eventName} names neither a pull request nor a commit of its own.`;
    return { pullRequest: { kind: 'none', reason }, commit: undefined };
}
const PrNumber = dist/* pipe */.FsL(dist/* number */.aig(), dist/* integer */.ndf(), dist/* minValue */.Wwf(1));
const Sha = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^([0-9a-f]{40}|[0-9a-f]{64})$/i));
const WithSha = dist/* object */.Ikc({ sha: Sha });
const byNumber = (number, commit) => ({ pullRequest: { kind: 'number', number }, commit });
const byCommit = (sha) => ({ pullRequest: { kind: 'commit', sha }, commit: sha });
const from = (entries, subject) => dist/* pipe */.FsL(dist/* object */.Ikc(entries), dist/* transform */.pdi(subject));
const CommitEvent = from({ sha: Sha }, ({ sha }) => byCommit(sha));
const PullRequestEvent = from({
    pull_request: dist/* object */.Ikc({
        number: PrNumber,
        head: dist/* optional */.lqM(dist/* object */.Ikc({ sha: dist/* optional */.lqM(Sha) })),
        merged: dist/* nullish */.cl6(dist/* boolean */.zMY()),
        merge_commit_sha: dist/* nullish */.cl6(Sha),
    }),
}, ({ pull_request: { number, head, merged, merge_commit_sha } }) => byNumber(number, (merged && merge_commit_sha) || head?.sha));
const IssueCommentEvent = from({ issue: dist/* object */.Ikc({ number: PrNumber, pull_request: dist/* optional */.lqM(dist/* unknown */.L5J()) }) }, ({ issue: { number, pull_request } }) => {
    if (pull_request !== undefined)
        return byNumber(number);
    const reason = `The comment that started this run is on issue #${number}, not on a pull request.`;
    return { pullRequest: { kind: 'none', reason }, commit: undefined };
});
function numberIn(text, pattern) {
    const number = pattern.exec(text)?.[1];
    return number === undefined ? undefined : Number(number);
}
const DeploymentEvent = from({ deployment: dist/* object */.Ikc({ sha: Sha, ref: dist/* optional */.lqM(dist/* string */.YjP(), '') }) }, ({ deployment: { sha, ref } }) => {
    const number = numberIn(ref, /^refs\/pull\/([1-9]\d*)\//);
    return number === undefined ? byCommit(sha) : byNumber(number);
});
const PageBuildEvent = from({ build: dist/* object */.Ikc({ commit: Sha }) }, ({ build }) => byCommit(build.commit));
const RepositoryDispatchEvent = from({ client_payload: dist/* union */.KCZ([PullRequestEvent, from({ git: WithSha }, ({ git }) => byCommit(git.sha)), CommitEvent]) }, ({ client_payload }) => client_payload);
const numberOfQueue = (branch) => numberIn(branch, /\/pr-([1-9]\d*)-[0-9a-f]+$/);
const MergeGroupEvent = from({
    merge_group: dist/* object */.Ikc({
        head_ref: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi(numberOfQueue), dist/* number */.aig()),
        head_sha: dist/* optional */.lqM(Sha),
    }),
}, ({ merge_group: { head_ref, head_sha } }) => byNumber(head_ref, head_sha));
const WithId = dist/* object */.Ikc({ id: dist/* number */.aig() });
const Head = dist/* object */.Ikc({ head_sha: Sha, head_branch: dist/* nullish */.cl6(dist/* string */.YjP()) });
function byHead({ head_sha: sha, head_branch }) {
    const number = numberOfQueue(head_branch ?? '');
    if (number !== undefined)
        return byNumber(number, sha);
    return { pullRequest: { kind: 'commit', sha, ...(head_branch && { headBranch: head_branch }) }, commit: sha };
}
const CheckSuiteEvent = from({ check_suite: Head }, ({ check_suite }) => byHead(check_suite));
const CheckRunEvent = from({ check_run: dist/* object */.Ikc({ ...Head.entries, check_suite: dist/* nullish */.cl6(dist/* pick */.UpN(Head, ['head_branch']), {}) }) }, ({ check_run }) => byHead({ ...check_run, ...check_run.check_suite }));
const WorkflowRunEvent = from({
    repository: dist/* optional */.lqM(WithId),
    workflow_run: dist/* object */.Ikc({
        ...Head.entries,
        event: dist/* optional */.lqM(dist/* string */.YjP(), ''),
        pull_requests: dist/* optional */.lqM(dist/* array */.YOg(dist/* object */.Ikc({ number: PrNumber, base: dist/* object */.Ikc({ repo: WithId }) })), []),
    }),
}, ({ repository, workflow_run }) => {
    const { event, head_sha, pull_requests } = workflow_run;
    if (WITHOUT_COMMIT.test(event))
        return none(`${event}, which started the run before,`);
    const own = pull_requests.filter(({ base }) => base.repo.id === repository?.id).map(({ number }) => number);
    const [number, ...others] = event.startsWith('pull_request') ? own : [];
    if (number === undefined)
        return byHead(workflow_run);
    return { pullRequest: { kind: 'number', number, ...(others.length > 0 && { others }) }, commit: head_sha };
});
const EVENTS = new Map([
    ['pull_request', PullRequestEvent],
    ['pull_request_target', PullRequestEvent],
    ['pull_request_review', PullRequestEvent],
    ['pull_request_review_comment', PullRequestEvent],
    ['merge_group', MergeGroupEvent],
    ['deployment', DeploymentEvent],
    ['deployment_status', DeploymentEvent],
    ['status', CommitEvent],
    ['page_build', PageBuildEvent],
    ['issue_comment', IssueCommentEvent],
    ['workflow_run', WorkflowRunEvent],
    ['check_run', CheckRunEvent],
    ['check_suite', CheckSuiteEvent],
    ['repository_dispatch', RepositoryDispatchEvent],
]);
const WITHOUT_COMMIT = /^(branch_protection_rule|check_(run|suite)|delete|discussion(_comment)?|fork|gollum|image_version|issues|issue_comment|label|milestone|page_build|public|repository_dispatch|status|watch|workflow_run)$/;

;// CONCATENATED MODULE: ./lib/github/run.js


function workflowRun({ env, readFile }) {
    const variable = (name) => env[name] ?? '';
    const [owner = '', name = ''] = variable('GITHUB_REPOSITORY').split('/');
    const repositoryUrl = `${variable('GITHUB_SERVER_URL')}/${owner}/${name}`;
    const payload = readPayload(variable('GITHUB_EVENT_PATH'), readFile);
    const event = { name: variable('GITHUB_EVENT_NAME'), payload, sha: env['GITHUB_SHA'] || undefined };
    const environment = environmentOf(event);
    const actor = variable('GITHUB_TRIGGERING_ACTOR');
    const { commit: sha } = subjectOf(event);
    const [id, attempt] = [variable('GITHUB_RUN_ID'), Number(variable('GITHUB_RUN_ATTEMPT')) || 1];
    return {
        repository: { owner, name },
        event,
        apiUrl: variable('GITHUB_API_URL'),
        graphqlUrl: variable('GITHUB_GRAPHQL_URL'),
        workflow: variable('GITHUB_WORKFLOW'),
        job: variable('GITHUB_JOB'),
        id,
        attempt,
        number: variable('GITHUB_RUN_NUMBER'),
        url: `${repositoryUrl}/actions/runs/${id}/attempts/${attempt}`,
        ...(environment !== undefined && { environment }),
        ...(actor !== '' && { actor }),
        ...(sha !== undefined && { commit: { sha, url: `${repositoryUrl}/commit/${sha}` } }),
    };
}
function readPayload(path, readFile) {
    try {
        return JSON.parse(readFile(path));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/analysis/gate.js





function judgeCondition(condition, test, period) {
    const judge = condition.metric === ALERTS ? judgeAlerts : judgeMeasurement;
    const judgement = judge(condition, test, period);
    const gap = judgement.verdict === 'pass' ? findGap(condition, test, period) : undefined;
    return { condition, ...(gap === undefined ? judgement : unknown(gap)) };
}
function findGap({ metric: name }, { measurement, intervalSeconds: configured }, { window, deployedAt }) {
    const measured = measurement?.metrics.find(({ metric }) => metric.name === name) ?? measurement?.metrics[0];
    if (deployedAt === undefined || measured === undefined)
        return undefined;
    const since = roundsSince(measured, deployedAt);
    const seen = medianInterval(since.map(({ startedAt }) => startedAt.getTime() / 1000));
    const intervalSeconds = configured ?? (Number.isNaN(seen) ? measurement?.intervalSeconds : seen);
    if (intervalSeconds === undefined)
        return undefined;
    const intervalMs = intervalSeconds * 1000;
    const expected = Math.floor((window.to.getTime() - deployedAt.getTime() - intervalMs - RESULTS_DELAY_MS) / intervalMs);
    const [rounds, needed] = [since.length, Math.ceil(expected / 2)];
    return rounds < needed ? { kind: 'tooFewRounds', rounds, needed, period: 'since', intervalSeconds } : undefined;
}
function roundsSince({ rounds }, deployedAt) {
    return rounds.filter(round => hasStartedSince(round, deployedAt));
}
function judgeMeasurement(condition, test, { deployedAt }) {
    const measured = test.measurement?.metrics.find(({ metric }) => metric.name === condition.metric);
    if (measured === undefined)
        return unknown({ kind: 'notMeasured' });
    const intervalSeconds = test.intervalSeconds ?? test.measurement?.intervalSeconds;
    const period = deployedAt === undefined ? 'window' : 'since';
    const judgement = judgeMetric(condition, measured.assessments, { period, intervalSeconds });
    return judgement.verdict === 'pass' && !measured.isComplete ? unknown({ kind: 'notMeasured' }) : judgement;
}
function judgeMetric(condition, assessments, schedule) {
    const { relative } = condition;
    if (relative && schedule.period === 'window')
        return unknown({ kind: 'notMeasured' });
    const judgements = assessments.map((assessment) => {
        const kind = relative ? 'change' : 'value';
        const value = relative ? assessment.changePercent : assessment.after;
        const measured = { kind, value, unit: unitOf(condition.metric), assessment };
        const insufficiency = findInsufficiency(assessment, relative, schedule);
        if (insufficiency !== undefined)
            return unknown(insufficiency);
        if (!isMet(condition, value))
            return { verdict: 'pass', measured };
        if (isCertain(condition, assessment))
            return { verdict: 'fail', measured };
        if (relative && assessment.result === 'movedBefore')
            return unknown({ kind: 'movedBefore', measured });
        return hasEvidence(condition, assessment)
            ? unknown({ kind: 'withinNoise', measured })
            : { verdict: 'pass', measured };
    });
    return worstOf(judgements, condition);
}
function findInsufficiency({ result, after, changePercent, rounds, droppedAgents }, relative, schedule) {
    if (Number.isNaN(after))
        return { kind: 'notMeasured' };
    if (result === 'agentsDropped')
        return { kind: result, agentNames: droppedAgents };
    const tooFew = { kind: 'tooFewRounds', ...schedule };
    if (result === 'tooFewRounds')
        return { ...tooFew, rounds: rounds.after, needed: rounds.needed };
    return relative && Number.isNaN(changePercent)
        ? { ...tooFew, rounds: rounds.before, needed: rounds.neededBefore, period: 'before' }
        : undefined;
}
function isCertain(condition, assessment) {
    const { result, statistic, before, isRecurrent, slowTail } = assessment;
    const isMore = (result === 'worse' && slowTail === undefined) || result === 'better';
    if (condition.relative)
        return isMore && isTowards(condition, assessment);
    const wasMet = result === 'notCompared' || isMet(condition, before);
    return statistic === 'median' || result === 'worse' || (wasMet && isRecurrent);
}
function isTowards({ operator }, { before, after }) {
    return operator.startsWith('>') ? after > before : after < before;
}
function hasEvidence(condition, assessment) {
    const { p, locallyWorseAgents, imperfect } = assessment;
    if (Number.isNaN(p) || locallyWorseAgents.length > 0)
        return true;
    if (imperfect !== undefined && imperfect.after.part < 2)
        return false;
    if (imperfect !== undefined && !condition.relative)
        return true;
    return p < MAX_EVIDENCE_P && isTowards(condition, assessment);
}
function worstOf(judgements, { operator }) {
    const order = ['fail', 'unknown', 'pass'];
    const sign = operator.startsWith('>') ? -1 : 1;
    const distance = (judgement) => ('measured' in judgement ? sign * (judgement.measured?.value ?? 0) : 0);
    const [worst = unknown({ kind: 'notMeasured' })] = judgements.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || distance(a) - distance(b));
    return worst;
}
const MIN_ROUNDS_FOR_ALERTS = { window: 1, sinceDeploy: 3 };
function judgeAlerts(condition, { alerts, measurement }, { deployedAt, alertsOfNoTest }) {
    if (alerts === undefined)
        return unknown({ kind: 'notMeasured' });
    const needed = MIN_ROUNDS_FOR_ALERTS[deployedAt === undefined ? 'window' : 'sinceDeploy'];
    const counted = measurement === undefined ? 0 : roundsSince(measurement.metrics[0], deployedAt).length;
    const rounds = counted < needed ? counted : undefined;
    const value = countedAlerts(alerts, deployedAt).length;
    const undated = deployedAt === undefined ? [] : alerts.filter(({ startedAt }) => startedAt === undefined);
    const mayCount = [...alertsOfNoTest, ...undated].map(alert => ({
        ...alert,
        startedAt: alert.startedAt ?? deployedAt,
    }));
    const uncertain = countedAlerts(mayCount, deployedAt).length;
    const measured = { kind: 'alerts', value, uncertain, rounds };
    const most = rounds === undefined ? value + uncertain : Number.POSITIVE_INFINITY;
    if (isMet(condition, value) !== isMet(condition, most))
        return unknown({ kind: 'alertsUncertain', measured });
    return { verdict: isMet(condition, value) ? 'fail' : 'pass', measured };
}
function unknown(reason) {
    return { verdict: 'unknown', reason };
}

;// CONCATENATED MODULE: ./lib/stages/judge.js






function judge(step, { failOn, warnOn }) {
    if (failOn === undefined && warnOn === undefined)
        return step;
    const period = { window: step.window, deployedAt: step.deploy?.at, alertsOfNoTest: step.alertsOfNoTest };
    const judgeBy = (given, test) => (given?.conditions ?? [])
        .filter(({ metric }) => metric === ALERTS || (metricNames(test)?.includes(metric) ?? true))
        .map(condition => judgeCondition(condition, test, period));
    const failing = step.tests.map(test => judgeBy(failOn, test));
    const tests = step.tests.map((test, index) => {
        const warning = judgeBy(warnOn, test).map(one => one.verdict === 'fail' ? { ...one, verdict: 'warn' } : one);
        return { ...test, conditions: [...(failing[index] ?? []), ...warning] };
    });
    const isUnsure = step.stopped !== undefined ||
        isRerunFromStart(step) ||
        tests.some(test => test.isDisabled || test.listed === 'no' || lacksRounds(test));
    const verdict = verdictOf(tests.flatMap(({ conditions }) => conditions), isUnsure);
    const isUnknown = verdictOf(failing.flat(), isUnsure) === 'unknown';
    return {
        ...step,
        tests,
        verdict,
        isFailed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown),
    };
}
function verdictOf(results, isUnsure) {
    const verdicts = new Set(results.map(({ verdict }) => verdict));
    if (verdicts.has('fail'))
        return 'fail';
    if (verdicts.has('unknown') || isUnsure)
        return 'unknown';
    return verdicts.has('warn') ? 'warn' : 'pass';
}
function judge_notJudged(step, { failOn, warnOn }, error, { log }) {
    log.warning((0,lib_text/* formatUnexpectedError */.xo)(error));
    debugStack(error, log);
    if (failOn === undefined && warnOn === undefined)
        return step;
    const message = 'The conditions could not be evaluated. See the log for the error.';
    return {
        ...step,
        problems: [...step.problems, { subject: '', message }],
        verdict: 'unknown',
        isFailed: failOn?.failOnUnknown === true,
    };
}

;// CONCATENATED MODULE: ./lib/analysis/series.js

function groupByAgent(rows) {
    const { agents, agentNames, roundIds, values } = rows;
    const isAfter = (row) => rows.isAfter?.[row] ?? true;
    const isComplete = {
        before: wellReportedRounds(rows, row => !isAfter(row)),
        after: wellReportedRounds(rows, isAfter),
    };
    const byAgent = new Map();
    for (let row = 0; row < values.length; row++) {
        const [agent, roundId, value] = [at(agents, row), at(roundIds, row), at(values, row)];
        const side = isAfter(row) ? 'after' : 'before';
        if (Number.isNaN(value) || !isComplete[side](roundId))
            continue;
        const own = byAgent.get(agent) ?? { before: [], after: [] };
        byAgent.set(agent, own);
        own[side].push({ roundId, value });
    }
    const byTime = (values) => values.toSorted((a, b) => a.roundId - b.roundId || a.value - b.value);
    return [...byAgent]
        .sort(([a], [b]) => a - b)
        .map(([agent, { before, after }]) => ({
        agentName: agentNames[agent] ?? '',
        before: byTime(before),
        after: byTime(after),
    }));
}
function wellReportedRounds({ roundIds, values }, isOnSide) {
    const sizes = countEach(roundIds.filter((_, row) => !Number.isNaN(values[row]) && isOnSide(row)));
    const medianSize = median([...sizes.values()]);
    const [first, last] = [Math.min(...sizes.keys()), Math.max(...sizes.keys())];
    return (roundId) => (sizes.get(roundId) ?? 0) * 2 >= medianSize || (roundId !== first && roundId !== last);
}
function roundIdsOf(series, side) {
    return [...new Set(series.flatMap(one => one[side].map(({ roundId }) => roundId)))].sort((a, b) => a - b);
}
function countRoundsAfter({ roundIds, isAfter }) {
    return new Set(roundIds.filter((_, row) => isAfter?.[row] ?? true)).size;
}
function countEach(numbers) {
    const counts = new Map();
    for (const number of numbers)
        counts.set(number, (counts.get(number) ?? 0) + 1);
    return counts;
}

;// CONCATENATED MODULE: ./lib/analysis/change.js



const magnitudeChange = (series, worse, strictness = 1) => {
    const before = typicalValue(series.map(one => one.before));
    const ratios = series.map(one => logRatios(one, before));
    const rounds = { before: byRound(ratios.map(one => one.before)), after: byRound(ratios.map(one => one.after)) };
    const [base, level] = [median(rounds.before), median(rounds.after)];
    const change = Math.expm1(Number.isFinite(base) ? level - base : level);
    const direction = change < 0 ? -1 : 1;
    const oriented = (values) => values.map(value => direction * value);
    const p = change === 0 ? 1 : riseP(oriented(rounds.before), oriented(rounds.after));
    const maxP = (series.length < 3 ? MAX_P.fewAgents : MAX_P.threeAgents) / strictness;
    const isShared = ratios.filter(one => agentP(one, direction) < MAX_SHARED_P).length * 2 > ratios.length;
    const noise = statisticsOf(rounds.before.map(value => Math.abs(value - base))).p95;
    const size = Math.abs(Math.log1p(change));
    const isClear = size > noise || size > LARGE_CHANGE;
    return {
        before,
        after: before + change * Math.abs(before),
        p,
        isSignificant: isShared && isClear && p < maxP,
        drift: driftOf(rounds.before, base, level),
        noisePercent: Number.isFinite(noise) ? Math.expm1(noise) * 100 : Number.NaN,
        worseAgents: ratios.filter(one => agentP(one, worse) < MAX_AGENT_P).map(({ agentName }) => agentName),
    };
};
function driftOf(before, base, level) {
    const moved = median(before.slice(-LAST_ROUNDS)) - base;
    const pairs = before.slice(1).map((value, round) => [at(before, round), value]);
    const deviation = median(pairs.map(([one, next]) => Math.abs(next - one))) / MAD_PER_DEVIATION / Math.SQRT2;
    const hasMoved = (value) => (value - base) / moved >= 0.5;
    const turns = pairs.filter(([one, next]) => hasMoved(one) !== hasMoved(next)).length;
    return Math.abs(moved) > MIN_DRIFT * deviation && turns <= MAX_TURNS ? moved / (level - base) : 0;
}
function typicalValue(series) {
    return median(series.map(own => median(own.map(({ value }) => value))));
}
function logRatios({ agentName, before, after }, typical) {
    const own = typicalValue([before]);
    const scale = Math.abs(own) || Math.abs(typical);
    const toLog = ({ roundId, value }) => ({
        roundId,
        value: Math.log(Math.max(0, 1 + (value - own) / scale)),
    });
    return { agentName, before: before.map(toLog), after: after.map(toLog) };
}
function byRound(series) {
    const rounds = Map.groupBy(series.flat(), ({ roundId }) => roundId);
    return [...rounds].sort(([a], [b]) => a - b).map(([, values]) => median(values.map(({ value }) => value)));
}
function agentP({ before, after }, direction) {
    const oriented = (values) => values.map(({ value }) => direction * value);
    const [earlier, later] = [oriented(before), oriented(after)];
    return median(later) > median(earlier) ? riseP(earlier, later) : 1;
}
function hasMovedBefore(changeOf, series, worse, change) {
    if (change.drift >= MOVED_PART)
        return true;
    const start = roundIdsOf(series, 'before').at(-LAST_ROUNDS) ?? Number.NaN;
    const earlier = series
        .map(({ agentName, before }) => ({
        agentName,
        before: before.filter(({ roundId }) => roundId < start),
        after: before.filter(({ roundId }) => roundId >= start),
    }))
        .filter(({ before, after }) => before.length >= MIN_ROUNDS_BEFORE && after.length > 0);
    if (earlier.length === 0)
        return false;
    const { before, after, isSignificant } = changeOf(earlier, worse, MOVED_STRICTNESS);
    return isSignificant && (after - before) / (change.after - before) >= MOVED_PART;
}

;// CONCATENATED MODULE: ./lib/analysis/deviations.js





const shareChange = (series, worse, strictness = 1) => {
    const rowsAfter = sumOf(series.map(one => one.after.length));
    const weightedMean = (side) => sumOf(series.map(one => meanOf(one[side].map(({ value }) => value)) * one.after.length)) / rowsAfter;
    const [before, after] = [weightedMean('before'), weightedMean('after')];
    const [above, below] = [series.map(one => deviationsOf(one, 1)), series.map(one => deviationsOf(one, -1))];
    const rowsOf = (some) => countOf(some, 'before').part + countOf(some, 'after').part;
    const direction = rowsOf(above) >= rowsOf(below) ? 1 : -1;
    const deviations = direction === 1 ? above : below;
    const outliers = deviations.filter(one => Math.min(mostP([one], 'after'), mostP([one], 'before')) < MAX_AGENT_P);
    const shared = withoutFew(deviations, outliers);
    const side = after > before === (direction === 1) ? 'after' : 'before';
    const worseSide = direction === worse ? 'after' : 'before';
    const p = mostP(shared, side);
    const roundsByAgent = shared.map(one => one[side].rounds);
    const isSame = isNear(before, after);
    return {
        before,
        after: isSame ? before : after,
        p: isSame ? 1 : p,
        isSignificant: !isSame && p < MAX_FISHER_P / strictness && isSpread(roundsByAgent, series.length),
        drift: 0,
        noisePercent: Number.NaN,
        worseAgents: outliers.filter(one => mostP([one], worseSide) < MAX_AGENT_P).map(({ agentName }) => agentName),
    };
};
function findSlowTail(series, strictness) {
    const slow = series.map(one => deviationsOf(one, 1, own => own * (SLOW_FACTOR - 1)));
    const outliers = slow.filter(one => mostP([one], 'after') < MAX_AGENT_P);
    const shared = withoutFew(slow, outliers);
    const maxP = (series.length < 3 ? MAX_TAIL_P.fewAgents : MAX_TAIL_P.threeAgents) / strictness;
    const roundsByAgent = shared.map(one => one.after.rounds);
    const isBroken = mostP(shared, 'after') < maxP && isSpread(roundsByAgent, series.length) && !hadBunch(shared, series);
    return isBroken ? { before: countOf(slow, 'before'), after: countOf(slow, 'after') } : undefined;
}
function hadBunch(slow, series) {
    const [before, after] = [roundIdsOf(series, 'before'), roundIdsOf(series, 'after').length];
    const bunch = countOf(slow, 'after').part;
    const slowIn = countEach(slow.flatMap(one => one.before.rounds));
    const counts = before.map(roundId => slowIn.get(roundId) ?? 0);
    return counts.some((_, start) => sumOf(counts.slice(start, start + after)) >= bunch * MAX_BUNCH_PART);
}
function withoutFew(all, outliers) {
    const isOutlier = new Set(outliers);
    return outliers.length * 2 <= all.length ? all.filter(one => !isOutlier.has(one)) : all;
}
function deviationsOf({ agentName, before, after }, side, margin = (own) => Math.abs(own) * 1e-9) {
    const own = typicalValue([before]);
    const deviating = (values) => ({
        rounds: values.filter(({ value }) => side * (value - own) > margin(own)).map(({ roundId }) => roundId),
        whole: values.length,
    });
    return { agentName, before: deviating(before), after: deviating(after) };
}
function countOf(deviations, side) {
    const sides = deviations.map(one => one[side]);
    return { part: sumOf(sides.map(({ rounds }) => rounds.length)), whole: sumOf(sides.map(({ whole }) => whole)) };
}
function mostP(deviations, side) {
    return fisherExact(countOf(deviations, side), countOf(deviations, side === 'after' ? 'before' : 'after'));
}
function isSpread(roundsByAgent, agents = roundsByAgent.length) {
    const affected = roundsByAgent.filter(rounds => rounds.length > 0);
    return new Set(affected.flat()).size >= 2 && affected.length >= (agents < 3 ? 1 : 2);
}
function imperfectRounds(values, metric) {
    return values.filter(({ value }) => !isPerfect(value, metric)).map(({ roundId }) => roundId);
}

;// CONCATENATED MODULE: ./lib/analysis/assessment.js





function assess(rows, metric, strictness = 1, allRounds = countRoundsAfter(rows)) {
    const all = groupByAgent(rows);
    const known = all.filter(({ before }) => before.length >= MIN_ROUNDS_BEFORE);
    const present = known.filter(({ after }) => after.length > 0);
    const usualRounds = median(present.map(({ after }) => after.length));
    const compared = present.filter(({ after }) => after.length * 2 >= usualRounds);
    const seen = compared.length > 0 ? compared : all.filter(({ after }) => after.length > 0);
    const candidates = compared.length > 0 ? [compared] : all.map(one => [one]);
    const minRounds = seen.length < 3 ? MIN_ROUNDS_AFTER.fewAgents : MIN_ROUNDS_AFTER.threeAgents;
    const rounds = {
        before: Math.max(0, ...candidates.map(some => roundIdsOf(some, 'before').length)),
        after: countSharedRounds(seen),
        needed: Math.max(minRounds, Math.ceil(allRounds / 2)),
        neededBefore: MIN_ROUNDS_BEFORE,
    };
    const dropped = known.filter(({ after }) => after.length === 0);
    const tooFewRounds = rounds.after < rounds.needed ? 'tooFewRounds' : undefined;
    const insufficiency = dropped.length > compared.length ? 'agentsDropped' : tooFewRounds;
    const isCompared = rounds.before >= MIN_ROUNDS_BEFORE && compared.length > 0;
    return {
        ...(isCompared
            ? assessChange(compared, metric, strictness, insufficiency)
            : assessWindow(seen, all, metric, insufficiency)),
        rounds,
        isRecurrent: isSpread(seen.map(({ after }) => imperfectRounds(after, metric))),
        comparedAgents: namesOf(compared),
        excludedAgents: namesOf(all.filter(one => !seen.includes(one))),
        droppedAgents: namesOf(dropped),
        newAgents: rows.isAfter === undefined ? [] : namesOf(all.filter(({ before }) => before.length === 0)),
    };
}
function assessChange(series, metric, strictness, insufficiency) {
    const worse = metric.better === 'lower' ? 1 : -1;
    const valuesBefore = series.map(one => one.before);
    const statistic = statisticFor(metric, valuesBefore);
    const changeOf = statistic === 'median' ? magnitudeChange : shareChange;
    const change = changeOf(series, worse, strictness);
    const { before, after, p, isSignificant, noisePercent, worseAgents } = change;
    const difference = after - before;
    const changePercent = difference === 0 ? 0 : (difference / Math.abs(before)) * 100;
    const tested = () => {
        if (Math.abs(changePercent) < (statistic === 'median' ? MIN_CHANGE_PERCENT : Number.MIN_VALUE))
            return 'same';
        if (hasMovedBefore(changeOf, series, worse, change))
            return 'movedBefore';
        if (!isSignificant)
            return 'withinNoise';
        return difference * worse > 0 ? 'worse' : 'better';
    };
    const ofMedian = insufficiency ?? tested();
    const mayHaveTail = metric.unit === 'ms' && statistic === 'median' && NOT_WORSE.has(ofMedian);
    const slowTail = mayHaveTail ? findSlowTail(series, strictness) : undefined;
    const result = slowTail === undefined ? ofMedian : 'worse';
    const isLocal = (NOT_WORSE.has(result) || result === 'movedBefore') && worseAgents.length * 2 <= series.length;
    return {
        result,
        statistic,
        before,
        after,
        changePercent,
        p,
        noisePercent,
        slowTail,
        changePoints: metric.unit === '%' ? difference : undefined,
        imperfect: imperfectOf(statistic, series, metric),
        locallyWorseAgents: isLocal ? worseAgents : [],
    };
}
const NOT_WORSE = new Set(['better', 'same', 'withinNoise']);
function assessWindow(series, all, metric, insufficiency) {
    const [before, after] = [all.map(one => one.before).filter(own => own.length > 0), series.map(one => one.after)];
    const statistic = statisticFor(metric, after.length > 0 ? after : before);
    const centreOf = (values) => statistic === 'median' ? typicalValue(values) : meanOf(values.flat().map(({ value }) => value));
    const result = insufficiency ?? 'notCompared';
    return {
        result,
        statistic,
        before: centreOf(before),
        after: centreOf(after),
        changePercent: Number.NaN,
        changePoints: metric.unit === '%' ? Number.NaN : undefined,
        p: Number.NaN,
        noisePercent: Number.NaN,
        imperfect: imperfectOf(statistic, series, metric),
        slowTail: undefined,
        locallyWorseAgents: [],
    };
}
function statisticFor({ unit }, series) {
    return unit === '%' || typicalValue(series) === 0 ? 'mean' : 'median';
}
function imperfectOf(statistic, series, metric) {
    if (statistic === 'median')
        return undefined;
    const countIn = (side) => {
        const values = series.flatMap(one => one[side]);
        return { part: imperfectRounds(values, metric).length, whole: values.length };
    };
    return { before: countIn('before'), after: countIn('after') };
}
function countSharedRounds(series) {
    const agentsIn = countEach(series.flatMap(one => roundIdsOf([one], 'after')));
    return [...agentsIn.values()].filter(agents => agents * 2 >= series.length).length;
}
function namesOf(series) {
    return series.map(({ agentName }) => agentName);
}

;// CONCATENATED MODULE: ./lib/analysis/measurement.js



function toMeasurement(allResults, deployedAt) {
    const measured = allResults.flatMap(results => {
        const isAfter = deployedAt && results.roundIds.map((_, row) => isAfterDeploy(results, row, deployedAt));
        const parts = splitByPart(results);
        return results.columns.filter(hasValues).map(column => {
            const assessments = assessParts(results, column, parts, isAfter);
            const values = valuesOfCompared(results, column, assessments);
            const measurement = {
                metric: column.metric,
                statistics: statisticsOf(column.values),
                isComplete: results.unreadRows === 0,
                rounds: toRounds(results, values, deployedAt),
                sides: isAfter && toSides(values, isAfter),
                assessments,
            };
            return { results, measurement };
        });
    });
    const [main, ...others] = measured;
    if (main === undefined)
        return undefined;
    return {
        metrics: [main.measurement, ...others.map(({ measurement }) => measurement)],
        codes: allResults.flatMap(results => countCodes(results, deployedAt)),
        intervalSeconds: intervalOf(main.results),
    };
}
function countCodes(results, deployedAt) {
    const counts = new Map();
    for (const [row, code] of results.codes.entries()) {
        if (Number.isNaN(code))
            continue;
        const count = counts.get(code) ?? { before: 0, after: 0 };
        counts.set(code, count);
        count[deployedAt === undefined || isAfterDeploy(results, row, deployedAt) ? 'after' : 'before']++;
    }
    return [...counts]
        .map(([code, count]) => ({ code, ...count }))
        .sort((a, b) => b.before + b.after - (a.before + a.after));
}
function hasValues({ values }) {
    return values.some(value => !Number.isNaN(value));
}
function isAfterDeploy({ measuredAt }, row, deployedAt) {
    return at(measuredAt, row) >= deployedAt.getTime() / 1000;
}
function splitByPart({ agents, agentParts }) {
    return [...Map.groupBy(agents.keys(), row => agentParts[agents[row] ?? -1] ?? '')];
}
function assessParts({ agents, agentNames, roundIds }, { metric, values }, parts, isAfter) {
    const allRounds = countRoundsAfter({ roundIds, isAfter });
    const assessRows = ([part, rows]) => {
        const pick = (column) => parts.length === 1 ? column : rows.map(row => column[row]).filter(value => value !== undefined);
        const metricRows = {
            agents: pick(agents),
            agentNames,
            roundIds: pick(roundIds),
            values: pick(values),
            isAfter: isAfter && pick(isAfter),
        };
        const assessment = assess(metricRows, metric, parts.length, allRounds);
        return { ...assessment, part: parts.length === 1 ? undefined : part, agents: toAgents(metricRows, assessment) };
    };
    const [first = assessRows(['', []]), ...others] = parts.map(assessRows).sort(byBadness(metric));
    return [first, ...others];
}
function toAgents(rows, { statistic }) {
    const centreOf = statistic === 'median' ? median : meanOf;
    const centre = (values) => centreOf(values.map(({ value }) => value));
    return groupByAgent(rows).map(({ agentName, before, after }) => {
        return { agentName, before: centre(before), after: centre(after) };
    });
}
function byBadness({ better }) {
    const rank = ({ result, after }) => (Number.isNaN(after) ? 2 : result === 'worse' ? 0 : 1);
    const badness = ({ after }) => (better === 'lower' ? after : -after);
    return (a, b) => rank(a) - rank(b) || badness(b) - badness(a) || 0;
}
function valuesOfCompared({ agents, agentNames }, { values }, assessments) {
    const compared = new Set(assessments.flatMap(({ comparedAgents }) => comparedAgents));
    if (compared.size === 0)
        return values;
    const isCompared = agentNames.map(name => compared.has(name));
    return values.map((value, row) => (isCompared[agents[row] ?? -1] ? value : Number.NaN));
}
function toSides(values, isAfter) {
    return {
        before: statisticsOf(values.filter((_, row) => !isAfter[row])),
        after: statisticsOf(values.filter((_, row) => isAfter[row])),
    };
}
function intervalOf({ roundIds }) {
    const interval = medianInterval([...new Set(roundIds)].sort((a, b) => a - b));
    return Number.isNaN(interval) ? undefined : interval;
}
function toRounds(results, values, deployedAt) {
    const startTimes = results.roundIds.map((roundId, row) => {
        if (deployedAt === undefined || !isAfterDeploy(results, row, deployedAt))
            return roundId * 1000;
        return Math.max(roundId * 1000, deployedAt.getTime());
    });
    const meanByStart = meanByKey(startTimes, values);
    return [...new Set(startTimes)]
        .sort((a, b) => a - b)
        .map(startTime => ({ startedAt: new Date(startTime), mean: meanByStart.get(startTime) ?? Number.NaN }));
}

;// CONCATENATED MODULE: ./lib/thousandeyes/alerts.js






const NON_TEST_ALERTS = /^(agent$|network-outage$|application-outage$|device-|endpoint-)/;
const alertSchema = (api) => dist/* object */.Ikc({
    id: lenientOptional(dist/* string */.YjP()),
    alertType: lenientOptional(ShownText),
    alertSeverity: dist/* fallback */.NpB(dist/* optional */.lqM(ShownText, 'unknown'), 'unknown'),
    suppressed: lenientOptional(dist/* boolean */.zMY()),
    startDate: lenientOptional(lib_time/* IsoTime */.nm),
    endDate: lenientOptional(lib_time/* IsoTime */.nm),
    _links: lenientOptional(dist/* object */.Ikc({
        test: lenientOptional(dist/* object */.Ikc({ href: dist/* string */.YjP() })),
        appLink: lenientOptional(dist/* object */.Ikc({ href: serviceLink(api) })),
    })),
});
const MAX_ACTIVE_MS = 90 * lib_time/* DAY_MS */.sO;
async function readAlerts(api, window, context) {
    const now = context.clock.now();
    const activeSince = new Date(Math.min(window.from.getTime(), now.getTime() - MAX_ACTIVE_MS));
    const [active, cleared] = await Promise.all([
        readState(api, 'trigger', { from: activeSince, to: now }, context),
        readState(api, 'clear', { from: window.from, to: now }, context),
    ]);
    const nextMinute = new Date(window.to.getTime() + MINUTE_MS);
    const end = nextMinute > now ? nextMinute : window.to;
    const alerts = [...new Map([...active.alerts, ...cleared.alerts]).values()]
        .filter(({ startedAt, clearedAt }) => (startedAt ?? window.from) < end && (clearedAt ?? end) >= window.from)
        .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0));
    return { alerts, unreadAlerts: active.unreadAlerts + cleared.unreadAlerts };
}
async function readState(api, state, period, context) {
    const url = operationUrl(api, '/v7/alerts', { ...toDateParams(period), state });
    const list = { label: 'Alerts', url, field: 'alerts', schema: alertSchema(api) };
    const alerts = new Map();
    const isCleared = state === 'clear';
    const unreadAlerts = await readList(api, list, context, ({ id, alertType, alertSeverity, suppressed = false, startDate, endDate, _links }) => {
        if (NON_TEST_ALERTS.test(alertType ?? ''))
            return;
        const href = _links?.test?.href ?? '';
        alerts.set(JSON.stringify([id, alertType, href, startDate]), {
            testId: /^\d{1,20}$/.exec(lastSegment(href))?.[0],
            severity: alertSeverity,
            alertType,
            startedAt: startDate,
            state: isCleared ? 'cleared' : 'active',
            clearedAt: isCleared ? endDate : undefined,
            isSuppressed: suppressed,
            url: _links?.appLink?.href,
        });
    });
    return { alerts, unreadAlerts };
}

;// CONCATENATED MODULE: ./lib/thousandeyes/results.js





const Id = lenientOptional(dist/* string */.YjP());
const Name = lenientOptional(ShownText);
const Row = dist/* looseObject */._H3({
    roundId: dist/* number */.aig(),
    startTime: lenientOptional(dist/* number */.aig()),
    date: lenientOptional(lib_time/* IsoTime */.nm),
    agent: lenientOptional(dist/* object */.Ikc({ agentId: Id, agentName: Name })),
    monitor: lenientOptional(dist/* object */.Ikc({ monitorId: Id, monitorName: Name })),
});
async function readResults(api, query, context) {
    if (query.testType !== 'agent-to-agent')
        return await readDirection(api, query, undefined, context);
    try {
        return await readDirection(api, query, 'bidirectional', context);
    }
    catch (error) {
        const isRefused = error instanceof ReadError && (error.status === 400 || error.status === 404);
        if (!isRefused)
            throw error;
        return await readDirection(api, query, undefined, context);
    }
}
async function readDirection(api, { testId, kind, metrics, window }, direction, context) {
    const fields = RESULT_KINDS[kind];
    const rows = {
        roundIds: [],
        measuredAt: [],
        agents: [],
        codes: [],
    };
    const columns = metrics.map((metric) => ({ metric, values: [] }));
    const known = new Map();
    let badRows = 0;
    const url = operationUrl(api, `/v7/test-results/${testId}/${kind}`, { ...toDateParams(window), direction });
    const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000];
    const list = { label: `Test ${testId}, ${kind}`, url, field: 'results', schema: Row };
    const unreadRows = await readList(api, list, context, row => {
        if (row.roundId < from || row.roundId >= to)
            return;
        const { id, name, part } = agentOf(row, fields);
        const key = `${id}\n${part}`;
        const agent = known.get(key) ?? { index: known.size, name, part };
        known.set(key, agent);
        const values = valuesIn(row, metrics, fields);
        if (values.includes(undefined))
            badRows++;
        for (const [index, column] of columns.entries())
            column.values.push(values[index] ?? Number.NaN);
        rows.roundIds.push(row.roundId);
        rows.measuredAt.push(measuredAt(row));
        rows.agents.push(agent.index);
        const code = row[fields.codeField ?? ''];
        rows.codes.push(typeof code === 'number' && code > 0 ? code : Number.NaN);
    });
    const seen = [...known.values()];
    const agentParts = seen.map(({ part }) => part);
    const hasParts = new Set(agentParts).size > 1;
    const agentNames = seen.map(({ name, part }) => (hasParts && part !== '' ? `${name}, ${part}` : name));
    return { ...rows, agentNames, agentParts, columns, unreadRows: unreadRows + badRows };
}
const MAX_ROUND_SECONDS = 3600;
function measuredAt({ roundId, startTime, date }) {
    const seconds = startTime ?? (date === undefined ? roundId : date.getTime() / 1000);
    return seconds >= roundId && seconds <= roundId + MAX_ROUND_SECONDS ? seconds : roundId;
}
function agentOf(row, { subKeyField = '' }) {
    const id = row.agent?.agentId ?? row.monitor?.monitorId;
    const name = row.agent?.agentName ?? row.monitor?.monitorName ?? id ?? '';
    const part = row[subKeyField];
    const isPart = typeof part === 'string' || typeof part === 'number';
    return { id: id ?? name, name, part: isPart ? dist/* parse */.qgA(ShownText, String(part)) : '' };
}
function valuesIn(row, metrics, fields) {
    const failed = hasFailed(row, fields);
    return metrics.map(metric => {
        const { unit } = metric;
        if (failed && (unit === 'ms' || unit === 'B/s'))
            return Number.NaN;
        const value = valueIn(row, metric, fields, failed);
        if (!failed || value === undefined)
            return value;
        if (metric === LOSS && Number.isNaN(value))
            return 100;
        if (!isPerfect(value, metric))
            return value;
        return metric === AVAILABILITY ? 0 : Number.NaN;
    });
}
function valueIn(row, { name, unit }, fields, failed) {
    const value = row[name] ?? undefined;
    if (value === undefined)
        return name === AVAILABILITY.name ? availabilityIn(row, fields, failed) : Number.NaN;
    if (unit === '%' && typeof value === 'boolean')
        return value ? 100 : 0;
    return typeof value === 'number' && value >= 0 ? value : undefined;
}
function availabilityIn(row, { metrics }, failed) {
    if (failed)
        return 0;
    const names = ['errorType', ...ERROR_TEXTS, ...metrics.map(({ name }) => name)];
    return names.some(name => isFilled(row[name])) ? 100 : Number.NaN;
}
const ERROR_TEXTS = ['errorDetails', 'errorDetail', 'problemDetail'];
function hasFailed(row, { failureMarker: [field, value] = [AVAILABILITY.name, 0] }) {
    if (row[field] === value || row[AVAILABILITY.name] === 0)
        return true;
    const { errorType } = row;
    const texts = isFilled(errorType) ? [errorType] : ERROR_TEXTS.map(name => row[name]);
    return texts.some(text => isFilled(text) && String(text).trim().toLowerCase() !== 'none');
}
function isFilled(value) {
    return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;
}

;// CONCATENATED MODULE: ./lib/stages/measure.js






const MAX_READING_MS = 2 * 60_000;
async function measure(step, inputs, context) {
    if (step.stopped !== undefined || inputs.measure === false)
        return step;
    const deadlineMs = context.clock.monotonicMs() + MAX_READING_MS;
    const [alerts, tests] = await Promise.all([
        read(context, deadlineMs, limited => readAlerts(inputs.api, step.window, limited)),
        mapBatched(step.tests, test => measureTest(test, step, inputs, deadlineMs, context)),
    ]);
    return withAlerts({ ...step, tests }, alerts);
}
function withAlerts(step, { value, failure }) {
    if (value?.unreadAlerts === 0) {
        const byTest = Map.groupBy(value.alerts, ({ testId }) => testId);
        const tests = step.tests.map(test => ({ ...test, alerts: byTest.get(test.testId) ?? [] }));
        return { ...step, tests, alertsOfNoTest: byTest.get(undefined) ?? [] };
    }
    const message = failure === undefined ? `${(0,lib_text/* count */.U9)(value.unreadAlerts, 'alert')} could not be read.` : failure.message;
    return { ...step, problems: [...step.problems, { subject: 'Alerts', message }] };
}
async function measureTest(test, { window, deploy }, { api }, deadlineMs, context) {
    const { testId, testType, isDisabled, listed } = test;
    if (isDisabled || listed === 'no')
        return test;
    const kinds = [...metricsByKind(test)];
    if (kinds.length === 0)
        return { ...test, problems: [...test.problems, ...unknownKinds(test)] };
    const attempts = await Promise.all(kinds.map(async ([kind, metrics]) => {
        const query = { testId, kind, metrics, window, testType };
        return { kind, ...(await read(context, deadlineMs, limited => readResults(api, query, limited))) };
    }));
    const results = attempts.flatMap(({ value }) => (value?.columns.some(hasValues) ? [value] : []));
    const problems = [...test.problems, ...problemsIn(attempts)];
    return { ...test, measurement: toMeasurement(results, deploy?.at), problems };
}
function unknownKinds({ listed, testType }) {
    if (listed === 'unknown')
        return [];
    const message = testType === undefined
        ? "ThousandEyes didn't return the type of the test, so its results are unknown."
        : `Results of tests of type ${testType} are not supported.`;
    return [{ subject: '', message }];
}
function problemsIn(attempts) {
    return [...Map.groupBy(attempts, problemOf)].flatMap(([message, some]) => {
        if (message === undefined)
            return [];
        const kinds = new Intl.ListFormat('en').format(some.map(({ kind }) => kind));
        const isRead = some.some(({ failure }) => failure === undefined);
        return [{ subject: isRead ? kinds : `Results of ${kinds} could not be read`, message }];
    });
}
function problemOf({ value, failure }) {
    if (failure !== undefined)
        return failure.message;
    if (value.unreadRows > 0)
        return `${(0,lib_text/* count */.U9)(value.unreadRows, 'row')} could not be read.`;
    if (value.columns.some(hasValues))
        return undefined;
    return value.roundIds.length === 0 ? 'The window has no results yet.' : 'Every round failed or measured nothing.';
}

;// CONCATENATED MODULE: ./lib/report/history.js






function historySchema(isServiceLink) {
    const Digits = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^\d{1,20}$/));
    const State = dist/* picklist */.KIO(TEST_STATES);
    const Link = dist/* object */.Ikc({
        name: dist/* string */.YjP(),
        state: State,
        url: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(isServiceLink)),
        expiresAt: lib_time/* IsoTime */.nm,
    });
    const Run = dist/* object */.Ikc({
        runId: Digits,
        attempt: dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b(), dist/* minValue */.Wwf(1)),
        number: Digits,
        state: State,
        at: lib_time/* IsoTime */.nm,
        links: wellFormed(Link),
    });
    return dist/* object */.Ikc({
        newestRunId: Digits,
        replaces: wellFormed(dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b())),
        top: Run,
        earlier: wellFormed(Run),
    });
}
function wellFormed(item) {
    return dist/* pipe */.FsL(dist/* array */.YOg(dist/* unknown */.L5J()), dist/* transform */.pdi(items => items.map(one => dist/* safeParse */.xLC(item, one)).flatMap(({ success, output }) => (success ? [output] : []))), dist/* readonly */.tBZ());
}
function planComment(existing, hasWritten, options) {
    const { mode, present, now } = options;
    const found = existing.flatMap(({ body }) => findHistory(body, options.isServiceLink) ?? []);
    const replaced = new Set(found.flatMap(({ replaces }) => replaces));
    const staying = existing.filter(({ id }) => !replaced.has(id));
    const keeper = staying.find(({ isHidden }) => !isHidden) ?? staying[0] ?? existing[0];
    if (keeper === undefined && mode === 'onFailure' && !isWrong(present.state))
        return { kind: 'none' };
    const newest = found.reduce((newest, one) => (newest === undefined || supersedes(one.top, newest) ? one : newest), undefined);
    const isOnTop = newest === undefined || supersedes(present, newest);
    const top = isOnTop ? present : newest.top;
    const hasTurned = keeper?.isHidden || (newest !== undefined && isWorse(present.state, newest.top.state));
    const isNew = keeper === undefined || (isOnTop && isWrong(present.state) && hasTurned && !hasWritten);
    const history = {
        newestRunId: [present.runId, ...found.map(({ newestRunId }) => newestRunId)].reduce((latest, id) => BigInt(id) > BigInt(latest) ? id : latest),
        replaces: isNew ? existing.map(({ id }) => id) : [...replaced],
        top,
        earlier: earlierRuns([...found.flatMap(one => [one.top, ...one.earlier]), present], top, now),
    };
    const room = isOnTop ? MAX_HISTORY_LENGTH : options.maxLength - newest.around.join('').length;
    const shown = renderHistory(history, Math.min(room, MAX_HISTORY_LENGTH));
    const body = isOnTop ? options.render(shown) : newest.around.join(shown);
    return isNew ? { kind: 'create', body } : { kind: 'edit', id: keeper.id, body, isOnTop };
}
function isWrong(state) {
    return !['down', 'taken', 'pass'].includes(state);
}
function isWorse(state, before) {
    return !isWrong(before) || (state === 'fail' && before !== 'fail');
}
function supersedes(run, { top, newestRunId }) {
    if (run.runId !== top.runId)
        return run.attempt > 1 || BigInt(run.runId) > BigInt(newestRunId);
    if (run.attempt !== top.attempt)
        return run.attempt > top.attempt;
    return (urgency(run.state) - urgency(top.state) || top.at.getTime() - run.at.getTime()) <= 0;
}
function urgency(state) {
    return TEST_STATES.indexOf(state);
}
const MAX_RUNS = 5;
function earlierRuns(runs, top, now) {
    const shown = new Set(top.links.map(({ url }) => url));
    const byAttempt = Map.groupBy(runs, ({ runId, attempt }) => `${runId}/${attempt}`);
    const merged = [...byAttempt.values()].flatMap(ofOne => {
        const [first] = ofOne.toSorted((a, b) => urgency(a.state) - urgency(b.state) || a.at.getTime() - b.at.getTime());
        const links = new Map(ofOne.flatMap(run => run.links).map(one => [one.url, one]));
        const current = [...links.values()].filter(({ url, expiresAt }) => !shown.has(url) && expiresAt > now);
        return first === undefined || current.length === 0 ? [] : [{ ...first, links: current }];
    });
    return merged.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MAX_RUNS);
}
const MAX_HISTORY_LENGTH = 30_000;
const history_MAX_NAME_LENGTH = 200;
const [START, CLOSE, END] = ['<!-- thousandeyes-snapshot-runs: ', ' -->', '<!-- /thousandeyes-snapshot-runs -->'];
function renderHistory(history, maxLength) {
    const { top, earlier } = history;
    const items = earlier.map(({ at, number, attempt, links }) => {
        const shown = links.map(({ state, name, url }) => `${STATES[state].icon} ${markdown_link(safeText(name), url)}`);
        const run = attempt === 1 ? number : `${number} (attempt ${attempt})`;
        return `- ${(0,lib_time/* formatDayAndTime */.Gq)(at)} UTC, run ${run}: ${shown.join(', ')}`;
    });
    const shown = items.length === 0 ? [] : [renderSection(foldSection('Earlier snapshots', items, '\n')), ''];
    const record = JSON.stringify(history, (key, value) => key === 'name' && typeof value === 'string' ? (0,lib_text/* shorten */.ml)(value, history_MAX_NAME_LENGTH) : value).replaceAll('>', '\\u003e');
    const text = [`${START}${record}${CLOSE}`, ...shown, END].join('\n');
    if (text.length <= maxLength)
        return text;
    if (earlier.length > 0)
        return renderHistory({ ...history, earlier: earlier.slice(0, -1) }, maxLength);
    return top.links.length > 0 ? renderHistory({ ...history, top: { ...top, links: [] } }, maxLength) : text;
}
function findHistory(body, isServiceLink) {
    const start = `\n${body}`.lastIndexOf(`\n${START}`);
    const close = body.indexOf(CLOSE, start);
    const end = body.indexOf(END, close);
    if (start < 0 || close < 0 || end < 0)
        return undefined;
    const record = (0,lib_text/* parseJson */.qF)(body.slice(start + START.length, close));
    const { success, output } = dist/* safeParse */.xLC(historySchema(isServiceLink), record);
    return success ? { ...output, around: [body.slice(0, start), body.slice(end + END.length)] } : undefined;
}

;// CONCATENATED MODULE: ./lib/report/log-lines.js










function formatSnapshot(test, step) {
    const { snapshot } = test;
    if (snapshot?.kind !== 'taken')
        return `${PLAIN_TEXT.name(test)}: no snapshot; the reason is at the end.`;
    const { expiresAt, viewUrl } = snapshot;
    return `${PLAIN_TEXT.name(test)}: ${viewUrl} (${describeAudience(snapshot, step)}, expires ${(0,lib_time/* formatUtc */.ay)(expiresAt)})`;
}
function measurementLines(step) {
    const { tests, problems, deploy } = step;
    const reasons = tests.filter(test => stateOf(test, deploy) === 'notTaken').map(reasonOf);
    const unread = [
        ...tests.flatMap(test => unexplainedProblems(test.problems, reasons, PLAIN_TEXT).map(line => `${PLAIN_TEXT.name(test)}: ${line}`)),
        ...unexplainedProblems(problems, [], PLAIN_TEXT),
    ];
    return [
        ...tests.flatMap(metricLines),
        ...alertLines(step, PLAIN_TEXT, ', ').map(line => `Alert: ${line}.`),
        ...unread.map(withFullStop),
        ...tests.flatMap(test => log_lines_conditionLines(test, step)),
        ...hiddenNote(step),
    ];
}
function metricLines(test) {
    return (test.measurement?.metrics ?? []).map(measured => {
        const { metric, sides, assessments } = measured;
        const { before, after } = assessments[0].rounds;
        const rounds = sides === undefined ? '' : `, ${(0,lib_text/* count */.U9)(before, 'round')} before, ${after} after`;
        return `${PLAIN_TEXT.name(test)}: ${metric.name} ${formatMeasurement(measured, test, PLAIN_TEXT)}${rounds}.`;
    });
}
function log_lines_conditionLines(test, step) {
    if (test.conditions === undefined)
        return [];
    return findingsOf(test, step, PLAIN_TEXT).map(({ verdict, subjects, detail }) => {
        const judged = verdict === undefined ? '' : `, ${verdict}`;
        return `${PLAIN_TEXT.name(test)}${judged}: ${subjects.join(', ')}: ${withFullStop(detail)}`;
    });
}
const MAX_ANNOTATED_TESTS = 9;
function outcomeLines(step) {
    const { tests, deploy, problems, isFailed, verdict } = step;
    const levelOf = (state) => state === 'unknown' && verdict === 'unknown' && isFailed ? 'error' : STATES[state].level;
    const headline = { level: levelOf(stepState(step)), title: formatHeadline(step, PLAIN_TEXT) };
    const keyOf = (test) => (stateOf(test, deploy) === 'notTaken' ? reasonOf(test) : test.testId);
    const lines = [...Map.groupBy(tests, keyOf).values()].flatMap(same => same.slice(0, 1).map(first => ({
        level: levelOf(stateOf(first, deploy)),
        title: stateSentence(first, step, PLAIN_TEXT),
        line: outcomeLine(first, same, step),
    })));
    const [only, ...others] = lines;
    if (only !== undefined && others.length === 0)
        return [{ ...only, ...headline }];
    const causes = tests.length === 0 ? unexplainedProblems(problems, [], PLAIN_TEXT) : [];
    const headlineLine = withFullStop([headline.title, ...causes].join(': '));
    const levels = ['notice', 'warning', 'error'];
    const linesOf = (wanted) => lines.filter(({ level }) => level === wanted);
    return [
        ...levels
            .flatMap(level => linesOf(level).slice(MAX_ANNOTATED_TESTS))
            .map(line => ({ ...line, level: 'info' })),
        ...levels.flatMap(level => [
            ...(level === headline.level ? [{ level, title: 'ThousandEyes', line: headlineLine }] : []),
            ...linesOf(level).slice(0, MAX_ANNOTATED_TESTS),
        ]),
    ];
}
const log_lines_MAX_NAMES = 10;
function outcomeLine(test, same, step) {
    const reason = PLAIN_TEXT.message(reasonOf(test));
    if (['notTaken', 'exposed'].includes(stateOf(test, step.deploy))) {
        return `${(0,lib_text/* listSome */.XT)(same.map(PLAIN_TEXT.name), log_lines_MAX_NAMES)}: ${reason}`;
    }
    const phrases = decisiveFindings(test, step, PLAIN_TEXT).map(({ phrase }) => phrase.replace(/^not judged: |\.$/g, ''));
    const why = phrases.length > 0 ? `: ${phrases.join('; ')}` : '';
    const sentence = withFullStop(`${stateSentence(test, step, PLAIN_TEXT)}${why}`);
    return [sentence, ...gateLine(step), log_lines_snapshotLine(test.snapshot, reason, step)].join(' ');
}
function gateLine(step) {
    const problem = step.tests.length === 1 ? gateProblem(step) : undefined;
    if (problem === undefined)
        return [];
    return [`The gate is inconclusive: ${withFullStop(PLAIN_TEXT.message(formatProblem(problem)))}`];
}
function log_lines_snapshotLine(snapshot, reason, step) {
    if (snapshot?.kind === 'taken') {
        const audience = describeAudience(snapshot, step);
        return `Snapshot: ${snapshot.viewUrl} (${audience}, expires ${(0,lib_time/* formatDay */.im)(snapshot.expiresAt)})`;
    }
    return snapshot?.kind === 'notNeeded' ? notNeeded(step).replaceAll('`', '') : `No snapshot: ${reason}`;
}
function withFullStop(text) {
    return text.endsWith('.') ? text : `${text}.`;
}

;// CONCATENATED MODULE: ./lib/stages/publish.js










const MAX_SUMMARY_BYTES = 1024 * 1024 - 1;
async function publish(step, inputs, outputs, context) {
    const shown = mayShowNumbers(step, inputs) ? step : withoutNumbers(step);
    logMeasurements(shown, context);
    outputs.write(reportOutputs(shown));
    await writeSummary(shown, context);
    await writeComment(shown, inputs, outputs, context);
    for (const { level, title, line } of outcomeLines(shown))
        context.log[level](line, { title });
}
function mayShowNumbers({ tests, run, isPublicRequested }, { measure }) {
    const isAnyPrivate = tests.some(({ snapshot }) => snapshot?.kind === 'taken' && !snapshot.isPublic);
    return measure !== 'auto' || (isPublicRequested && !isAnyPrivate) || !isPublicRepository(run.event);
}
function withoutNumbers(step) {
    const areNumbersHidden = step.tests.some(({ measurement, alerts }) => (measurement ?? alerts) !== undefined);
    const tests = step.tests.map(({ measurement: _, alerts: __, conditions, ...test }) => {
        return { ...test, ...(conditions && { conditions: conditions.map(withoutValues) }) };
    });
    return { ...step, tests, alertsOfNoTest: [], areNumbersHidden };
}
function withoutValues(result) {
    const { condition, verdict } = result;
    if (verdict !== 'unknown')
        return { condition, verdict };
    const { reason } = result;
    return reason.kind === 'tooFewRounds' ? result : { condition, verdict, reason: { kind: reason.kind } };
}
function logMeasurements(step, { core, log }) {
    const lines = measurementLines(step);
    if (lines.length === 0)
        return;
    core.startGroup('Measurements');
    for (const line of lines)
        log.info(line);
    core.endGroup();
}
async function writeSummary(step, { core, log, redact }) {
    try {
        await core.writeSummary(redact(renderReport(step, { maxBytes: MAX_SUMMARY_BYTES })));
    }
    catch (error) {
        log.warning(`The job summary could not be written: ${String(error)}.`);
    }
}
async function writeComment(step, inputs, outputs, context) {
    const { api, comment } = inputs;
    if (comment === undefined || step.tests.some(({ snapshot }) => snapshot?.kind === 'exposed'))
        return;
    const { mode, prNumber, key, token } = comment;
    const { log, clock, redact, signal } = context;
    const { repository, event, apiUrl, graphqlUrl } = step.run;
    if (mode === 'onFailure' && signal.aborted)
        return;
    const now = clock.now();
    const options = {
        mode,
        present: runRecord(step, now),
        render: (appendix) => redact(renderReport(step, { maxCharacters: BODY_LIMIT, appendix })),
        maxLength: BODY_LIMIT,
        isServiceLink: (url) => dist.is(serviceLink(api), url),
        now,
    };
    const request = {
        repository,
        pullRequest: prNumber === undefined ? subjectOf(event).pullRequest : { kind: 'number', number: prNumber },
        fromFork: isForkRun(event),
        key,
        plan: (existing, hasWritten) => planComment(existing, hasWritten, options),
    };
    const result = await upsertComment(request, { apiUrl, graphqlUrl, token }, context);
    if (result.kind === 'written') {
        const { prNumber: number, commentId, commentUrl } = result;
        outputs.write({ prNumber: String(number), commentId: String(commentId), commentUrl });
    }
    logComment(result, options.present.links.length > 0, log);
}
function logComment(result, hasLinks, log) {
    if (result.kind === 'written') {
        const pullRequest = `pull request #${result.prNumber}`;
        const links = hasLinks ? ", and has this run's links now" : '';
        log.info(result.action === 'linksAdded'
            ? `The comment on ${pullRequest} keeps a report that is newer or more urgent${links}: ${result.commentUrl}`
            : `The report is on ${pullRequest}: ${result.commentUrl} (${result.action})`);
        if (result.notice !== undefined)
            log.notice(result.notice);
    }
    else if (result.kind === 'notNeeded')
        log.info('No comment is needed: nothing is wrong.');
    else
        log[result.kind === 'failed' ? 'warning' : 'notice'](result.message);
}
function runRecord(step, at) {
    const { id: runId, attempt, number } = step.run;
    const links = step.tests.flatMap(test => {
        if (test.snapshot?.kind !== 'taken')
            return [];
        const { viewUrl: url, expiresAt } = test.snapshot;
        return [{ name: nameOf(test), state: stateOf(test, step.deploy), url, expiresAt }];
    });
    return { runId, attempt, number, state: stepState(step), at, links };
}

;// CONCATENATED MODULE: ./lib/stages/take-snapshots.js







const ANOTHER_EXPOSED = 'Another snapshot of this step is public, although a private one was requested, and this one might be, too.';
async function takeSnapshots(step, inputs, startedMs, outputs, context) {
    const { log, clock } = context;
    const wanted = step.tests.filter(test => needsSnapshot(test, step));
    if (step.stopped === undefined)
        log.info(planMessage(wanted, step));
    const limited = { ...context, deadlineMs: deadlineFor(wanted.length, inputs, startedMs, clock.monotonicMs()) };
    const unneeded = (test) => ({ ...test, snapshot: { kind: 'notNeeded' } });
    let taken = { ...step, tests: step.tests.map(test => (wanted.includes(test) ? test : unneeded(test))) };
    let endedBy = step.stopped;
    const create = (testId) => createSnapshot(inputs.api, { ...inputs, testId, window: taken.window }, limited);
    const add = (record) => {
        taken = { ...taken, tests: taken.tests.map(test => (test.testId === record.testId ? record : test)) };
    };
    try {
        for (const test of wanted) {
            if (endedBy !== undefined) {
                add({ ...test, snapshot: { kind: 'notTaken', reason: endedBy } });
                continue;
            }
            let result = await create(test.testId);
            const window = earlierWindow(result, taken.window, inputs, clock.now());
            if (window !== undefined) {
                taken = { ...taken, window };
                log.info(`The runner's clock is fast. The window is from ${formatPeriod(window)}.`);
                result = await create(test.testId);
            }
            if (result.kind === 'exposed')
                endedBy = ANOTHER_EXPOSED;
            if (result.kind === 'notTaken' && result.endsRequests) {
                endedBy = result.reason;
                taken = { ...taken, stopped: result.reason };
            }
            const record = withSnapshot(test, result);
            add(record);
            log.info(formatSnapshot(record, step));
        }
    }
    finally {
        outputs.write(snapshotOutputs(taken, inputs.displayName));
    }
    return taken;
}
function needsSnapshot(test, { takeSnapshot, deploy, stopped }) {
    if (takeSnapshot !== 'onFailure')
        return takeSnapshot === 'always';
    const state = stateOf(test, deploy);
    return stopped !== undefined || test.conditions === undefined || state === 'fail' || state === 'unknown';
}
function deadlineFor(snapshots, { timeoutMinutes }, startedMs, nowMs) {
    return timeoutMinutes === undefined
        ? nowMs + Math.max(10, Math.ceil(snapshots / 5) * 5) * MINUTE_MS
        : Math.max(nowMs, startedMs + timeoutMinutes * MINUTE_MS);
}
function earlierWindow(result, { from, to }, { endTime }, now) {
    const isRefused = result.kind === 'notTaken' && result.status === 400 && to > now;
    const end = endOfWindow(endTime, now);
    return isRefused ? { from: new Date(from.getTime() + end.getTime() - to.getTime()), to: end } : undefined;
}
function withSnapshot(test, result) {
    if (result.kind === 'notTaken')
        return { ...test, snapshot: { kind: 'notTaken', reason: result.reason } };
    const { test: described, ...snapshot } = result;
    const { resultKinds, ...named } = described;
    return { ...named, ...test, resultKinds: test.resultKinds.length > 0 ? test.resultKinds : resultKinds, snapshot };
}
function formatPeriod({ from, to }) {
    return `${(0,lib_time/* formatUtc */.ay)(from)} to ${(0,lib_time/* formatUtc */.ay)(to)}`;
}
function planMessage(wanted, { window, isPublicRequested, takeSnapshot }) {
    if (wanted.length === 0)
        return `No snapshot is needed (takeSnapshot: ${takeSnapshot}).`;
    const snapshots = (0,lib_text/* count */.U9)(wanted.length, `${isPublicRequested ? 'public' : 'private'} snapshot`);
    return `Taking ${snapshots} from ${formatPeriod(window)}: ${(0,lib_text/* listSome */.XT)(wanted.map(nameOf), 50)}.`;
}

;// CONCATENATED MODULE: ./lib/stages/wait-for-rounds.js










const wait_for_rounds_PROGRESS_MS = 5 * MINUTE_MS;
const wait_for_rounds_MAX_READING_MS = 30_000;
const ROUNDS_BEFORE = 2;
async function waitForRounds(step, inputs, startedMs, context) {
    const { deploy } = step;
    const { waitForRounds: needed, timeoutMinutes, hours = 48 } = inputs;
    if (step.stopped !== undefined || needed === 0 || deploy === undefined)
        return step;
    const { clock, log } = context;
    const nowMs = clock.monotonicMs();
    const sinceDeployMs = clock.now().getTime() - deploy.at.getTime();
    const slowestMs = (slowestOf(step.tests)?.intervalSeconds ?? 0) * SECOND_MS;
    const waiting = step.tests.flatMap(test => {
        const { intervalSeconds, isDisabled } = test;
        const [kind] = metricsByKind(test).keys();
        if (isDisabled || kind === undefined || intervalSeconds === undefined)
            return [];
        const intervalMs = intervalSeconds * SECOND_MS;
        return [{ test, kind, intervalMs, nextReadMs: nowMs + Math.max(0, (needed - 1) * intervalMs - sinceDeployMs) }];
    });
    const ownMs = nowMs + longestWaitMs(needed, slowestMs) - sinceDeployMs;
    const givenMs = timeoutMinutes === undefined ? ownMs : startedMs + timeoutMinutes * MINUTE_MS;
    const limitMs = Math.max(nowMs, Math.min(givenMs, nowMs + hours * HOUR_MS - sinceDeployMs));
    if (waiting.length > 0 && limitMs > nowMs)
        log.info(startMessage(waiting, needed, limitMs - nowMs));
    const polled = await poll(waiting, limitMs, deploy.at, inputs, context);
    const tests = step.tests.map(test => ({ ...test, rounds: roundCount(test, polled, needed, step) }));
    const missing = tests.filter(lacksRounds);
    if (missing.length > 0)
        log.warning(missingMessage(missing, clock.monotonicMs() >= limitMs));
    const lastRounds = polled.flatMap(({ rounds }) => rounds?.at(-1) ?? []);
    const to = endOfWindow(inputs.endTime, clock.now(), new Date(Math.max(0, ...lastRounds) * SECOND_MS));
    return { ...step, tests, window: windowEnding(to, inputs.hours ?? hoursHolding(deploy.at, to, slowestMs)) };
}
async function poll(tests, limitMs, deployedAt, inputs, context) {
    const { clock, log, signal } = context;
    const needed = inputs.waitForRounds;
    let nextProgressMs = clock.monotonicMs() + wait_for_rounds_PROGRESS_MS;
    for (let waiting = tests;;) {
        const nowMs = clock.monotonicMs();
        const isOver = nowMs >= limitMs;
        waiting = await mapBatched(waiting, async (one) => isPending(one, needed) && (isOver || one.nextReadMs <= nowMs)
            ? countRounds(one, deployedAt, inputs, context)
            : one);
        signal.throwIfAborted();
        const pending = waiting.filter(one => isPending(one, needed));
        if (isOver || pending.length === 0)
            return waiting;
        if (clock.monotonicMs() >= nextProgressMs) {
            log.info(progressMessage(pending, needed, limitMs, clock.monotonicMs()));
            nextProgressMs += wait_for_rounds_PROGRESS_MS;
        }
        const wakeMs = Math.min(limitMs, nextProgressMs, ...pending.map(({ nextReadMs }) => nextReadMs));
        await clock.sleep(Math.max(0, wakeMs - clock.monotonicMs()), signal);
    }
}
function isPending({ rounds = [], failure }, needed) {
    const { status = 500 } = failure ?? {};
    return rounds.length < needed && (status === 429 || status < 400 || status >= 500);
}
async function countRounds(waiting, at, { api }, context) {
    const { clock } = context;
    const { kind, intervalMs } = waiting;
    const { testId, testType } = waiting.test;
    const firstRound = Math.floor(at.getTime() / intervalMs) - ROUNDS_BEFORE;
    const window = { from: new Date(firstRound * intervalMs), to: clock.now() };
    const query = { testId, kind, metrics: [], window, testType };
    const { value, failure } = await read(context, clock.monotonicMs() + wait_for_rounds_MAX_READING_MS, limited => readResults(api, query, limited));
    const nextReadMs = clock.monotonicMs() + Math.min(Math.max(intervalMs / 2, 20_000), 60_000);
    return { ...waiting, nextReadMs, failure, ...(value && { rounds: finishedRounds(value, at) }) };
}
function finishedRounds(results, deployedAt) {
    const { roundIds, agents } = results;
    const isAfter = (row) => isAfterDeploy(results, row, deployedAt);
    const agentsIn = (rows) => new Set(rows.map(row => agents[row]));
    const rows = [...roundIds.keys()];
    const after = rows.filter(isAfter);
    const before = agentsIn(rows.filter(row => !isAfter(row)));
    const expected = before.size > 0 ? before : agentsIn(after);
    return [...Map.groupBy(after, row => roundIds[row] ?? 0)]
        .filter(([, round]) => [...agentsIn(round)].filter(agent => expected.has(agent)).length * 2 >= expected.size)
        .map(([roundId]) => roundId)
        .sort((a, b) => a - b);
}
function roundCount(test, waiting, needed, { problems }) {
    const { testId, listed, isDisabled } = test;
    const own = waiting.find(one => one.test.testId === testId);
    if (own?.failure !== undefined)
        return { needed, notCounted: own.failure.message };
    if (own !== undefined)
        return { needed, counted: own.rounds?.length ?? 0 };
    if (isDisabled)
        return { needed, notCounted: 'The test is disabled.' };
    if (listed === 'unknown') {
        const causes = problems.filter(({ subject }) => subject === 'Tests').map(({ message }) => message);
        return { needed, notCounted: ['The list of tests could not be read.', ...causes].join(' ') };
    }
    if (listed === 'no')
        return { needed, notCounted: "The test isn't in the list of tests." };
    return { needed, notCounted: "ThousandEyes doesn't list its interval, or lists no results that could be counted." };
}
function startMessage(waiting, needed, limitMs) {
    const interval = (0,lib_time/* formatDuration */.a3)(Math.max(...waiting.map(({ intervalMs }) => intervalMs)));
    return `Waiting for ${(0,lib_text/* count */.U9)(needed, 'round')} of ${(0,lib_text/* count */.U9)(waiting.length, 'test')} since the deploy (the slowest runs every ${interval}), ${(0,lib_time/* formatDuration */.a3)(limitMs)} at most.`;
}
function progressMessage(pending, needed, limitMs, nowMs) {
    const tests = pending.map(({ test, rounds, nextReadMs, failure }) => {
        if (failure !== undefined)
            return `${nameOf(test)}: ${failure.message}`;
        return rounds === undefined
            ? `${nameOf(test)} is first read in ${(0,lib_time/* formatDuration */.a3)(nextReadMs - nowMs)}`
            : `${nameOf(test)} has ${rounds.length} of ${needed}`;
    });
    return `Rounds since the deploy: ${(0,lib_text/* listSome */.XT)(tests, 5)}. ${(0,lib_time/* formatDuration */.a3)(limitMs - nowMs)} left at most.`;
}
function missingMessage(missing, isTimeUp) {
    const tests = missing.map(({ rounds, ...test }) => 'counted' in rounds
        ? `${nameOf(test)} has ${rounds.counted} of ${rounds.needed}`
        : `${nameOf(test)}: ${rounds.notCounted}`);
    const why = isTimeUp ? 'The time for waitForRounds is over' : 'Not every round can be counted';
    return `${why}. ${(0,lib_text/* listSome */.XT)(tests, 5)}`;
}

;// CONCATENATED MODULE: ./lib/main.js















async function run(environment) {
    const { core } = environment;
    const secrets = [];
    const log = createSafeLogger(core, secrets);
    const context = { ...environment, log, redact: (text) => redact(text, secrets) };
    const outputs = new OutputsWriter(core, secrets);
    const mask = (secret) => {
        secrets.push(secret);
        core.setSecret(secret);
    };
    try {
        const isComplete = await runStep(mask, outputs, context);
        if (outputs.error !== undefined)
            log.error(outputs.error);
        return isComplete && outputs.error === undefined ? 0 : 1;
    }
    catch (error) {
        if (hasGate(context) && !outputs.written.has('verdict'))
            outputs.write({ verdict: 'unknown' });
        logFailure(error, context);
        return 1;
    }
}
async function runStep(mask, outputs, environment) {
    const workflow = workflowRun(environment);
    const inputs = readInputs(environment, workflow, mask);
    if (inputs.dryRun) {
        outputs.write(dryRun(inputs, workflow, environment));
        return true;
    }
    const clock = (0,lib_time/* serviceClock */.Io)(environment.clock);
    const context = { ...environment, clock, rateLimiter: new RateLimiter({ ...environment, clock }) };
    const startedMs = clock.monotonicMs();
    const take = (step) => takeSnapshots(step, inputs, startedMs, outputs, context);
    const measureAndJudge = async (step) => {
        try {
            return judge(await measure(step, inputs, context), inputs);
        }
        catch (error) {
            return judge_notJudged(step, inputs, error, context);
        }
    };
    const found = await findTests(inputs, workflow, startedMs, context);
    const waited = await waitForRounds(found, inputs, startedMs, context);
    const step = inputs.takeSnapshot === 'always'
        ? await measureAndJudge(await take(waited))
        : await take(await measureAndJudge(waited));
    await publish(step, inputs, outputs, context);
    const isTaken = step.tests.every(({ snapshot }) => snapshot?.kind === 'taken' || snapshot?.kind === 'notNeeded');
    return step.stopped === undefined && !step.isFailed && isTaken;
}
function logFailure(error, { log, signal }) {
    if (error instanceof InputsError)
        for (const problem of error.problems)
            log.error(problem);
    else if (signal.aborted)
        log.error('The job was cancelled. No snapshot was requested.');
    else {
        log.error((0,lib_text/* formatUnexpectedError */.xo)(error));
        debugStack(error, log);
    }
}


/***/ }),

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   XT: () => (/* binding */ listSome),
/* harmony export */   Yz: () => (/* binding */ parsed),
/* harmony export */   g9: () => (/* binding */ closestNames),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   me: () => (/* binding */ formatStatus),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   pF: () => (/* binding */ singleLine),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   qZ: () => (/* binding */ unquoted),
/* harmony export */   xo: () => (/* binding */ formatUnexpectedError)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(67);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(934);


const LINE_BREAKERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;
function singleLine(text) {
    return text.toWellFormed().replace(LINE_BREAKERS, ' ').trim();
}
function quote(text, maxLength = 300) {
    return `"${shorten(singleLine(text).replaceAll('"', "'"), maxLength)}"`;
}
function unquoted(text) {
    return text.replace(/^(?:"([^"]*)"|'([^']*)')$/, '$1$2').trim();
}
function shorten(text, maxLength) {
    return text.length > maxLength ? `${text.slice(0, maxLength).toWellFormed().trimEnd()}…` : text;
}
function count(n, noun) {
    return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
function listSome(items, most, separator = ', ') {
    const more = items.length - most;
    return `${items.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}
function formatStatus(status) {
    return [status, node_http__WEBPACK_IMPORTED_MODULE_0__.STATUS_CODES[status]].filter(Boolean).join(' ');
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function parsed(schema, value) {
    const { success, output } = valibot__WEBPACK_IMPORTED_MODULE_1__/* .safeParse */ .xLC(schema, value);
    return success ? output : undefined;
}
function formatUnexpectedError(error) {
    return `Unexpected error: ${quote(String(error))}. Please report it.`;
}
function closestNames(word, names) {
    const wanted = word.toLowerCase();
    const maxEdits = Math.max(1, Math.floor(wanted.length / 4));
    return names
        .map(name => ({ name, edits: editDistance(wanted, name.toLowerCase()) }))
        .filter(({ name, edits }) => edits <= maxEdits || (wanted.length > 2 && name.toLowerCase().includes(wanted)))
        .sort((a, b) => a.edits - b.edits)
        .slice(0, 3)
        .map(({ name }) => name);
}
function editDistance(from, to) {
    const others = [...to];
    let distances = Array.from({ length: others.length + 1 }, (_, column) => column);
    for (const [row, letter] of [...from].entries()) {
        let [left, diagonal] = [row + 1, row];
        const current = distances.slice(1).map((above, column) => {
            left = Math.min(diagonal + (letter === others[column] ? 0 : 1), above + 1, left + 1);
            diagonal = above;
            return left;
        });
        distances = [row + 1, ...current];
    }
    return distances.at(-1) ?? 0;
}


/***/ }),

/***/ 135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  sO: () => (/* binding */ DAY_MS),
  nm: () => (/* binding */ IsoTime),
  im: () => (/* binding */ formatDay),
  Gq: () => (/* binding */ formatDayAndTime),
  a3: () => (/* binding */ formatDuration),
  dv: () => (/* binding */ formatIso),
  qY: () => (/* binding */ formatTimeOfDay),
  ay: () => (/* binding */ formatUtc),
  Io: () => (/* binding */ serviceClock),
  ml: () => (/* binding */ systemClock)
});

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(934);
;// CONCATENATED MODULE: ./lib/time.js


const systemClock = {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: (ms, signal) => (0,promises_namespaceObject.setTimeout)(ms, undefined, { signal }),
    timeout: ms => AbortSignal.timeout(Math.ceil(ms)),
};
const MAX_SKEW_MS = 2_000;
function serviceClock(clock) {
    let correctionMs = 0;
    const at = (monotonicMs) => new Date(clock.now().getTime() + correctionMs + monotonicMs - clock.monotonicMs());
    return {
        ...clock,
        now: () => at(clock.monotonicMs()),
        at,
        observe: (date = '', sentAtMs = clock.monotonicMs()) => {
            const dateMs = Date.parse(date);
            const aheadMs = dateMs - at(clock.monotonicMs()).getTime();
            const behindMs = at(sentAtMs).getTime() - dateMs;
            if (aheadMs > MAX_SKEW_MS)
                correctionMs += aheadMs;
            if (behindMs > MAX_SKEW_MS)
                correctionMs -= behindMs;
        },
    };
}
const DAY_MS = 24 * 60 * 60_000;
const IsoTime = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* isoTimestamp */.yhX(), dist/* toDate */.ayB());
function formatIso(date) {
    return `${date.toISOString().slice(0, 19)}Z`;
}
function formatUtc(date) {
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
function formatDay(date) {
    return date.toUTCString().slice(5, 16).replace(/^0/, '');
}
function formatTimeOfDay(date) {
    return date.toISOString().slice(11, 16);
}
function formatDayAndTime(date) {
    return `${formatDay(date).slice(0, -5)} ${formatTimeOfDay(date)}`;
}
function formatDuration(ms) {
    const seconds = Math.ceil(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    const units = minutes < 90 ? { min: minutes, s: seconds % 60 } : { h: Math.floor(minutes / 60), min: minutes % 60 };
    const shown = Object.entries(units).filter(([, n]) => n > 0);
    return shown.map(([unit, n]) => `${n} ${unit}`).join(' ') || '0 s';
}


/***/ }),

/***/ 79:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  ExitCode: () => (/* binding */ ExitCode),
  addPath: () => (/* binding */ addPath),
  debug: () => (/* binding */ debug),
  endGroup: () => (/* binding */ endGroup),
  error: () => (/* binding */ error),
  exportVariable: () => (/* binding */ exportVariable),
  getBooleanInput: () => (/* binding */ getBooleanInput),
  getIDToken: () => (/* binding */ getIDToken),
  getInput: () => (/* binding */ getInput),
  getMultilineInput: () => (/* binding */ getMultilineInput),
  getState: () => (/* binding */ getState),
  group: () => (/* binding */ group),
  info: () => (/* binding */ info),
  isDebug: () => (/* binding */ isDebug),
  markdownSummary: () => (/* reexport */ markdownSummary),
  notice: () => (/* binding */ notice),
  platform: () => (/* reexport */ platform_namespaceObject),
  saveState: () => (/* binding */ saveState),
  setCommandEcho: () => (/* binding */ setCommandEcho),
  setFailed: () => (/* binding */ setFailed),
  setOutput: () => (/* binding */ setOutput),
  setSecret: () => (/* binding */ setSecret),
  startGroup: () => (/* binding */ startGroup),
  summary: () => (/* reexport */ summary),
  toPlatformPath: () => (/* reexport */ toPlatformPath),
  toPosixPath: () => (/* reexport */ toPosixPath),
  toWin32Path: () => (/* reexport */ toWin32Path),
  warning: () => (/* binding */ warning)
});

// NAMESPACE OBJECT: ./node_modules/@actions/core/lib/platform.js
var platform_namespaceObject = {};
__nccwpck_require__.r(platform_namespaceObject);
__nccwpck_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var proxy = __nccwpck_require__(783);
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
// EXTERNAL MODULE: ./packages/proxy-fetch/index.js
var proxy_fetch = __nccwpck_require__(17);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = proxy/* getProxyUrl */.s(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = proxy/* getProxyUrl */.s(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new proxy_fetch.ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = _summary;
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
// EXTERNAL MODULE: external "events"
var external_events_ = __nccwpck_require__(434);
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
// EXTERNAL MODULE: external "assert"
var external_assert_ = __nccwpck_require__(613);
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io-util.js
var io_util_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_.constants.O_RDONLY;
function exists(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return io_util_awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_.EOL.length);
                n = s.indexOf(external_os_.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const stderrDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_.platform();
const arch = external_os_.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ }),

/***/ 783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ checkBypass),
/* harmony export */   s: () => (/* binding */ getProxyUrl)
/* harmony export */ });
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map

/***/ }),

/***/ 934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BpQ: () => (/* binding */ minLength),
/* harmony export */   CxQ: () => (/* binding */ strictTuple),
/* harmony export */   FsL: () => (/* binding */ pipe),
/* harmony export */   Ikc: () => (/* binding */ object),
/* harmony export */   KCZ: () => (/* binding */ union),
/* harmony export */   KIO: () => (/* binding */ picklist),
/* harmony export */   L5J: () => (/* binding */ unknown),
/* harmony export */   NTK: () => (/* binding */ rawTransform),
/* harmony export */   NpB: () => (/* binding */ fallback),
/* harmony export */   OZ5: () => (/* binding */ url),
/* harmony export */   PXX: () => (/* binding */ toLowerCase),
/* harmony export */   UpN: () => (/* binding */ pick),
/* harmony export */   Wwf: () => (/* binding */ minValue),
/* harmony export */   Y2b: () => (/* binding */ safeInteger),
/* harmony export */   YOg: () => (/* binding */ array),
/* harmony export */   YjP: () => (/* binding */ string),
/* harmony export */   _H3: () => (/* binding */ looseObject),
/* harmony export */   aig: () => (/* binding */ number),
/* harmony export */   ayB: () => (/* binding */ toDate),
/* harmony export */   cGV: () => (/* binding */ maxValue),
/* harmony export */   cl6: () => (/* binding */ nullish),
/* harmony export */   euz: () => (/* binding */ literal),
/* harmony export */   g1P: () => (/* binding */ record),
/* harmony export */   hq: () => (/* binding */ nonEmpty),
/* harmony export */   is: () => (/* binding */ is),
/* harmony export */   lqM: () => (/* binding */ optional),
/* harmony export */   mee: () => (/* binding */ nullable),
/* harmony export */   ndf: () => (/* binding */ integer),
/* harmony export */   pdi: () => (/* binding */ transform),
/* harmony export */   qgA: () => (/* binding */ parse),
/* harmony export */   tBZ: () => (/* binding */ readonly),
/* harmony export */   w1_: () => (/* binding */ startsWith),
/* harmony export */   xLC: () => (/* binding */ safeParse),
/* harmony export */   yGV: () => (/* binding */ regex),
/* harmony export */   yhX: () => (/* binding */ isoTimestamp),
/* harmony export */   z6Y: () => (/* binding */ check),
/* harmony export */   zMY: () => (/* binding */ boolean),
/* harmony export */   zYL: () => (/* binding */ gtValue)
/* harmony export */ });
/* unused harmony exports BASE64_REGEX, BIC_REGEX, CUID2_REGEX, DECIMAL_REGEX, DIGITS_REGEX, DOMAIN_REGEX, EMAIL_REGEX, EMOJI_REGEX, HEXADECIMAL_REGEX, HEX_COLOR_REGEX, IMEI_REGEX, IPV4_REGEX, IPV6_REGEX, IP_REGEX, ISO_DATE_REGEX, ISO_DATE_TIME_REGEX, ISO_DATE_TIME_SECOND_REGEX, ISO_TIMESTAMP_REGEX, ISO_TIME_REGEX, ISO_TIME_SECOND_REGEX, ISO_WEEK_REGEX, ISRC_REGEX, JWS_COMPACT_REGEX, KSUID_REGEX, MAC48_REGEX, MAC64_REGEX, MAC_REGEX, NANO_ID_REGEX, OCTAL_REGEX, RFC_EMAIL_REGEX, SLUG_REGEX, ULID_REGEX, UUID_REGEX, ValiError, _addIssue, _cloneDataset, _formatCase, _getByteCount, _getCodePointCount, _getGraphemeCount, _getLastMetadata, _getWordCount, _isLuhnAlgo, _isSameValueZero, _isValidObjectKey, _isValueMatch, _joinExpects, _standardSchema, _stringify, any, args, argsAsync, arrayAsync, assert, awaitAsync, base64, bic, bigint, blob, brand, bytes, cache, cacheAsync, checkAsync, checkItems, checkItemsAsync, codePoints, config, creditCard, cuid2, custom, customAsync, date, decimal, deleteGlobalConfig, deleteGlobalMessage, deleteSchemaMessage, deleteSpecificMessage, description, digits, domain, email, emoji, empty, endsWith, entries, entriesFromList, entriesFromObjects, enum, enum_, everyItem, exactOptional, exactOptionalAsync, examples, excludes, fallbackAsync, file, filterItems, findItem, finite, flatten, flavor, forward, forwardAsync, function, function_, getDefault, getDefaults, getDefaultsAsync, getDescription, getDotPath, getExamples, getFallback, getFallbacks, getFallbacksAsync, getGlobalConfig, getGlobalMessage, getMetadata, getSchemaMessage, getSpecificMessage, getTitle, graphemes, guard, hash, hexColor, hexadecimal, imei, includes, instance, intersect, intersectAsync, ip, ipv4, ipv6, isOfKind, isOfType, isValiError, isbn, isoDate, isoDateTime, isoDateTimeSecond, isoTime, isoTimeSecond, isoWeek, isrc, jwsCompact, keyof, ksuid, lazy, lazyAsync, length, looseObjectAsync, looseTuple, looseTupleAsync, ltValue, mac, mac48, mac64, map, mapAsync, mapItems, maxBytes, maxCodePoints, maxEntries, maxGraphemes, maxLength, maxSize, maxWords, message, metadata, mimeType, minBytes, minCodePoints, minEntries, minGraphemes, minSize, minWords, multipleOf, nan, nanoid, never, nonNullable, nonNullableAsync, nonNullish, nonNullishAsync, nonOptional, nonOptionalAsync, normalize, notBytes, notCodePoints, notEntries, notGraphemes, notLength, notSize, notValue, notValues, notWords, null, null_, nullableAsync, nullishAsync, objectAsync, objectWithRest, objectWithRestAsync, octal, omit, optionalAsync, parseAsync, parseBoolean, parseJson, parser, parserAsync, partial, partialAsync, partialCheck, partialCheckAsync, pipeAsync, promise, rawCheck, rawCheckAsync, rawTransformAsync, recordAsync, reduceItems, required, requiredAsync, returns, returnsAsync, rfcEmail, safeParseAsync, safeParser, safeParserAsync, set, setAsync, setGlobalConfig, setGlobalMessage, setSchemaMessage, setSpecificMessage, size, slug, someItem, sortItems, strictObject, strictObjectAsync, strictTupleAsync, stringifyJson, summarize, symbol, title, toBigint, toBoolean, toCamelCase, toKebabCase, toMaxValue, toMinValue, toNumber, toPascalCase, toSnakeCase, toString, toUpperCase, transformAsync, trim, trimEnd, trimStart, tuple, tupleAsync, tupleWithRest, tupleWithRestAsync, ulid, undefined, undefined_, undefinedable, undefinedableAsync, unionAsync, unwrap, uuid, value, values, variant, variantAsync, void, void_, words */
//#region src/storages/globalConfig/globalConfig.ts
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/**
* Sets the global configuration.
*
* @param config The configuration.
*/
function setGlobalConfig(config$1) {
	store$4 = {
		...store$4,
		...config$1
	};
}
/**
* Returns the global configuration.
*
* @param config The config to merge.
*
* @returns The configuration.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
/**
* Deletes the global configuration.
*/
function deleteGlobalConfig() {
	store$4 = void 0;
}

//#endregion
//#region src/storages/globalMessage/globalMessage.ts
let store$3;
/**
* Sets a global error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setGlobalMessage(message$1, lang) {
	if (!store$3) store$3 = /* @__PURE__ */ new Map();
	store$3.set(lang, message$1);
}
/**
* Returns a global error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
/**
* Deletes a global error message.
*
* @param lang The language of the message.
*/
function deleteGlobalMessage(lang) {
	store$3?.delete(lang);
}

//#endregion
//#region src/storages/schemaMessage/schemaMessage.ts
let store$2;
/**
* Sets a schema error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setSchemaMessage(message$1, lang) {
	if (!store$2) store$2 = /* @__PURE__ */ new Map();
	store$2.set(lang, message$1);
}
/**
* Returns a schema error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
/**
* Deletes a schema error message.
*
* @param lang The language of the message.
*/
function deleteSchemaMessage(lang) {
	store$2?.delete(lang);
}

//#endregion
//#region src/storages/specificMessage/specificMessage.ts
let store$1;
/**
* Sets a specific error message.
*
* @param reference The identifier reference.
* @param message The error message.
* @param lang The language of the message.
*/
function setSpecificMessage(reference, message$1, lang) {
	if (!store$1) store$1 = /* @__PURE__ */ new Map();
	if (!store$1.get(reference)) store$1.set(reference, /* @__PURE__ */ new Map());
	store$1.get(reference).set(lang, message$1);
}
/**
* Returns a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/**
* Deletes a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*/
function deleteSpecificMessage(reference, lang) {
	store$1?.get(reference)?.delete(lang);
}

//#endregion
//#region src/utils/_stringify/_stringify.ts
/**
* Stringifies an unknown input to a literal or type string.
*
* @param input The unknown input.
*
* @returns A literal or type string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}

//#endregion
//#region src/utils/_addIssue/_addIssue.ts
/**
* Adds an issue to the dataset.
*
* @param context The issue context.
* @param label The issue label.
* @param dataset The input dataset.
* @param config The configuration.
* @param other The optional props.
*
* @internal
*/
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
		kind: context.kind,
		type: context.type,
		input,
		expected,
		received,
		message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
		requirement: context.requirement,
		path: other?.path,
		issues: other?.issues,
		lang: config$1.lang,
		abortEarly: config$1.abortEarly,
		abortPipeEarly: config$1.abortPipeEarly
	};
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}

//#endregion
//#region src/utils/_cloneDataset/_cloneDataset.ts
/**
* Creates a shallow copy of a dataset.
*
* Hint: The `value` is copied by reference, but the `issues` array, its issues
* and their `path` arrays are cloned to avoid reusing mutable dataset state
* across multiple runs. Mutating a returned object or array value can
* therefore affect later cache hits that reuse the same cached output.
*
* @param dataset The output dataset.
*
* @returns The copied output dataset.
*/
/* @__NO_SIDE_EFFECTS__ */
function _cloneDataset(dataset) {
	return {
		typed: dataset.typed,
		value: dataset.value,
		issues: dataset.issues?.map((issue) => ({
			...issue,
			path: issue.path && [...issue.path]
		}))
	};
}

//#endregion
//#region src/utils/_formatCase/_formatCase.ts
/**
* Splits a string into lowercase words and rejoins them with the given
* separator and capitalization rules.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries. Whether the first or subsequent words are
* capitalized is controlled by `capFirst` and `capRest`.
*
* Hint: Implemented in a single pass that emits directly to the result
* string to avoid an intermediate `string[]` allocation. ASCII chars are
* classified via char codes to skip `.toLowerCase()` and `.toUpperCase()`
* method calls in the common case.
*
* Hint: Digits are treated as a separate character class, so `item2Name`
* yields `item2` and `name` rather than `item`, `2` and `name`.
*
* @param input The input string.
* @param separator The string inserted between words.
* @param capFirst Whether to capitalize the first word.
* @param capRest Whether to capitalize subsequent words.
*
* @returns The formatted string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _formatCase(input, separator, capFirst, capRest) {
	let result = "";
	let firstWord = true;
	let start = 0;
	let prev = 0;
	let prevPrev = 0;
	const flush = (end) => {
		if (end > start) {
			let word = input.slice(start, end).toLowerCase();
			if (firstWord ? capFirst : capRest) {
				const firstCode = word.charCodeAt(0);
				if (firstCode >= 97 && firstCode <= 122) word = String.fromCharCode(firstCode - 32) + word.slice(1);
				else {
					const charLen = firstCode >= 55296 && firstCode <= 56319 ? 2 : 1;
					word = word.slice(0, charLen).toUpperCase() + word.slice(charLen);
				}
			}
			result += firstWord ? word : separator + word;
			firstWord = false;
		}
	};
	for (let index = 0; index < input.length; index++) {
		const code = input.charCodeAt(index);
		let type;
		if (code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 45 || code === 95) {
			flush(index);
			start = index + 1;
			type = 0;
		} else if (code < 128) type = code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
		else {
			const char = input[index];
			const charLower = char.toLowerCase();
			type = charLower === char.toUpperCase() ? 3 : char === charLower ? 2 : 1;
		}
		if (type === 1 && (prev === 2 || prev === 3) && index > start) {
			flush(index);
			start = index;
		} else if (type === 2 && prev === 1 && prevPrev === 1 && index - 1 > start) {
			flush(index - 1);
			start = index - 1;
		}
		prevPrev = prev;
		prev = type;
	}
	flush(input.length);
	return result;
}

//#endregion
//#region src/utils/_getByteCount/_getByteCount.ts
let textEncoder;
/**
* Returns the byte count of the input.
*
* @param input The input to be measured.
*
* @returns The byte count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getByteCount(input) {
	if (!textEncoder) textEncoder = new TextEncoder();
	return textEncoder.encode(input).length;
}

//#endregion
//#region src/utils/_getCodePointCount/_getCodePointCount.ts
/**
* Returns the code point count of the input.
*
* @param input The input to be measured.
*
* @returns The code point count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getCodePointCount(input) {
	let count = input.length;
	const lengthMinus1 = input.length - 1;
	for (let i = 0; i < lengthMinus1;) if (input.codePointAt(i) <= 65535) i++;
	else {
		i += 2;
		count--;
	}
	return count;
}

//#endregion
//#region src/utils/_getGraphemeCount/_getGraphemeCount.ts
let segmenter;
/**
* Returns the grapheme count of the input.
*
* @param input The input to be measured.
*
* @returns The grapheme count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getGraphemeCount(input) {
	if (!segmenter) segmenter = new Intl.Segmenter();
	const segments = segmenter.segment(input);
	let count = 0;
	for (const _ of segments) count++;
	return count;
}

//#endregion
//#region src/utils/_getLastMetadata/_getLastMetadata.ts
/**
* Returns the last top-level value of a given metadata type from a schema
* using a breadth-first search that starts with the last item in the pipeline.
*
* @param schema The schema to search.
* @param type The metadata type.
*
* @returns The value, if any.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getLastMetadata(schema, type) {
	if ("pipe" in schema) {
		const nestedSchemas = [];
		for (let index = schema.pipe.length - 1; index >= 0; index--) {
			const item = schema.pipe[index];
			if (item.kind === "schema" && "pipe" in item) nestedSchemas.push(item);
			else if (item.kind === "metadata" && item.type === type) return item[type];
		}
		for (const nestedSchema of nestedSchemas) {
			const result = /* @__PURE__ */ _getLastMetadata(nestedSchema, type);
			if (result !== void 0) return result;
		}
	}
}

//#endregion
//#region src/utils/_getWordCount/_getWordCount.ts
let store;
/**
* Returns the word count of the input.
*
* @param locales The locales to be used.
* @param input The input to be measured.
*
* @returns The word count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getWordCount(locales, input) {
	if (!store) store = /* @__PURE__ */ new Map();
	const key = String(locales);
	let segmenter$1 = store.get(key);
	if (!segmenter$1) {
		segmenter$1 = new Intl.Segmenter(locales, { granularity: "word" });
		store.set(key, segmenter$1);
	}
	const segments = segmenter$1.segment(input);
	let count = 0;
	for (const segment of segments) if (segment.isWordLike) count++;
	return count;
}

//#endregion
//#region src/utils/_isLuhnAlgo/_isLuhnAlgo.ts
/**
* Non-digit regex.
*/
const NON_DIGIT_REGEX = /\D/gu;
/**
* Checks whether a string with numbers corresponds to the luhn algorithm.
*
* @param input The input to be checked.
*
* @returns Whether input is valid.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isLuhnAlgo(input) {
	const number$1 = input.replace(NON_DIGIT_REGEX, "");
	let length$1 = number$1.length;
	let bit = 1;
	let sum = 0;
	while (length$1) {
		const value$1 = +number$1[--length$1];
		bit ^= 1;
		sum += bit ? [
			0,
			2,
			4,
			6,
			8,
			1,
			3,
			5,
			7,
			9
		][value$1] : value$1;
	}
	return sum % 10 === 0;
}

//#endregion
//#region src/utils/_isSameValueZero/_isSameValueZero.ts
/**
* Compares two values using the SameValueZero algorithm, which treats `NaN`
* as equal to itself unlike `===`.
*
* @param value1 The first value.
* @param value2 The second value.
*
* @returns Whether the values are equal.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isSameValueZero(value1, value2) {
	return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}

//#endregion
//#region src/utils/_isValidObjectKey/_isValidObjectKey.ts
/**
* Disallows inherited object properties and prevents object prototype
* pollution by disallowing certain keys.
*
* @param object The object to check.
* @param key The key to check.
*
* @returns Whether the key is allowed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}

//#endregion
//#region src/utils/_isValueMatch/_isValueMatch.ts
/**
* Checks whether a value matches a value action requirement.
*
* @param requirement The value action requirement.
* @param value The value to check.
*
* @returns Whether the value matches the requirement.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValueMatch(requirement, value$1) {
	return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}

//#endregion
//#region src/utils/_joinExpects/_joinExpects.ts
/**
* Joins multiple `expects` values with the given separator.
*
* @param values The `expects` values.
* @param separator The separator.
*
* @returns The joined `expects` property.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _joinExpects(values$1, separator) {
	const list = [...new Set(values$1)];
	if (list.length > 1) return `(${list.join(` ${separator} `)})`;
	return list[0] ?? "never";
}

//#endregion
//#region src/utils/_standardSchema/_standardSchema.ts
/**
* Eagerly creates and attaches the Standard Schema properties of a schema.
*
* Hint: The contextual `this` type includes the standard properties that are
* attached before the schema is returned.
*
* @param schema The schema to attach standard properties to.
*
* @returns The schema with standard properties attached.
*
* @internal
*/
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}

//#endregion
//#region src/utils/entriesFromList/entriesFromList.ts
/**
* Creates an object entries definition from a list of keys and a schema.
*
* @param list A list of keys.
* @param schema The schema of the keys.
*
* @returns The object entries.
*/
/* @__NO_SIDE_EFFECTS__ */
function entriesFromList(list, schema) {
	const entries$1 = {};
	for (const key of list) entries$1[key] = schema;
	return entries$1;
}

//#endregion
//#region src/utils/entriesFromObjects/entriesFromObjects.ts
/* @__NO_SIDE_EFFECTS__ */
function entriesFromObjects(schemas) {
	const entries$1 = {};
	for (const schema of schemas) Object.assign(entries$1, schema.entries);
	return entries$1;
}

//#endregion
//#region src/utils/getDotPath/getDotPath.ts
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}

//#endregion
//#region src/utils/isOfKind/isOfKind.ts
/**
* A generic type guard to check the kind of an object.
*
* @param kind The kind to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfKind(kind, object$1) {
	return object$1.kind === kind;
}

//#endregion
//#region src/utils/isOfType/isOfType.ts
/**
* A generic type guard to check the type of an object.
*
* @param type The type to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfType(type, object$1) {
	return object$1.type === type;
}

//#endregion
//#region src/utils/ValiError/ValiError.ts
/**
* A Valibot error with useful information.
*/
var ValiError = class extends Error {
	/**
	* Creates a Valibot error with useful information.
	*
	* @param issues The error issues.
	*/
	constructor(issues) {
		super(issues[0].message);
		this.name = "ValiError";
		this.issues = issues;
	}
};

//#endregion
//#region src/utils/isValiError/isValiError.ts
/**
* A type guard to check if an error is a ValiError.
*
* @param error The error to check.
*
* @returns Whether its a ValiError.
*/
/* @__NO_SIDE_EFFECTS__ */
function isValiError(error) {
	return error instanceof ValiError;
}

//#endregion
//#region src/actions/args/args.ts
/* @__NO_SIDE_EFFECTS__ */
function args(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: args,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const argsDataset = this.schema["~run"]({ value: args_ }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/args/argsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function argsAsync(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: argsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args$1) => {
				const argsDataset = await schema["~run"]({ value: args$1 }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/await/awaitAsync.ts
/**
* Creates an await transformation action.
*
* @returns An await action.
*/
/* @__NO_SIDE_EFFECTS__ */
function awaitAsync() {
	return {
		kind: "transformation",
		type: "await",
		reference: awaitAsync,
		async: true,
		async "~run"(dataset) {
			dataset.value = await dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/regex.ts
/**
* [Base64](https://en.wikipedia.org/wiki/Base64) regex.
*/
const BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
/**
* [BIC](https://en.wikipedia.org/wiki/ISO_9362) regex.
*/
const BIC_REGEX = /^[A-Z]{6}(?!00)[\dA-Z]{2}(?:[\dA-Z]{3})?$/u;
/**
* [Cuid2](https://github.com/paralleldrive/cuid2) regex.
*/
const CUID2_REGEX = /^[a-z][\da-z]*$/u;
/**
* [Decimal](https://en.wikipedia.org/wiki/Decimal) regex.
*/
const DECIMAL_REGEX = /^[+-]?(?:\d*\.)?\d+$/u;
/**
* [Digits](https://en.wikipedia.org/wiki/Numerical_digit) regex.
*/
const DIGITS_REGEX = /^\d+$/u;
/**
* [Domain name](https://en.wikipedia.org/wiki/Domain_name) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* ASCII-only validation. Internationalized domain names (IDNs) are not
* supported, including Punycode-encoded labels.
*/
const DOMAIN_REGEX = /^(?=.{1,253}$)(?:(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;
/**
* [Email address](https://en.wikipedia.org/wiki/Email_address) regex.
*
* Hint: We decided against the `i` flag to avoid matching non-ASCII characters.
*/
const EMAIL_REGEX = /^[\w+-]+(?:\.[\w+-]+)*@[\da-zA-Z]+(?:[.-][\da-zA-Z]+)*\.[a-zA-Z]{2,}$/u;
/**
* Emoji regex from [emoji-regex-xs](https://github.com/slevithan/emoji-regex-xs) v1.0.0 (MIT license).
*
* Hint: We decided against the newer `/^\p{RGI_Emoji}+$/v` regex because it is
* not supported in older runtimes and does not match all emoji.
*/
const EMOJI_REGEX = /^(?:[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}))*)+$/u;
/**
* [Hexadecimal](https://en.wikipedia.org/wiki/Hexadecimal) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEXADECIMAL_REGEX = /^(?:0[hx])?[\da-fA-F]+$/u;
/**
* [Hex color](https://en.wikipedia.org/wiki/Web_colors#Hex_triplet) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEX_COLOR_REGEX = /^#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8})$/u;
/**
* [IMEI](https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity) regex.
*/
const IMEI_REGEX = /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/u;
/**
* [IPv4](https://en.wikipedia.org/wiki/IPv4) regex.
*/
const IPV4_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$/u;
/**
* [IPv6](https://en.wikipedia.org/wiki/IPv6) regex.
*/
const IPV6_REGEX = /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [IP](https://en.wikipedia.org/wiki/IP_address) regex.
*/
const IP_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$|^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date regex.
*/
const ISO_DATE_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time regex.
*/
const ISO_DATE_TIME_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time with seconds regex.
*/
const ISO_DATE_TIME_SECOND_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time regex.
*/
const ISO_TIME_REGEX = /^(?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time with seconds regex.
*/
const ISO_TIME_SECOND_REGEX = /^(?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) timestamp regex. Allows a
* space as a date/time separator and an optional space before the UTC offset.
*/
const ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) week regex.
*/
const ISO_WEEK_REGEX = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u;
/**
* [JWS compact serialization](https://datatracker.ietf.org/doc/html/rfc7515#section-3.1)
* regex.
*
* Hint: Empty payload and signature segments are allowed because the
* Base64URL-encoded representation of an empty octet sequence is an empty
* string.
*/
const JWS_COMPACT_REGEX = /^(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?$/u;
/**
* [ISRC](https://en.wikipedia.org/wiki/International_Standard_Recording_Code) regex.
*/
const ISRC_REGEX = /^(?:[A-Z]{2}[A-Z\d]{3}\d{7}|[A-Z]{2}-[A-Z\d]{3}-\d{2}-\d{5})$/u;
/**
* [KSUID](https://github.com/segmentio/ksuid) regex.
*/
const KSUID_REGEX = /^[a-zA-Z0-9]{27}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 48 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC48_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 64 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC64_REGEX = /^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$|^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [Nano ID](https://github.com/ai/nanoid) regex.
*/
const NANO_ID_REGEX = /^[\w-]+$/u;
/**
* [Octal](https://en.wikipedia.org/wiki/Octal) regex.
*/
const OCTAL_REGEX = /^(?:0o)?[0-7]+$/u;
/**
* [RFC 5322 email address](https://datatracker.ietf.org/doc/html/rfc5322#section-3.4.1) regex.
*
* Hint: This regex was taken from the [HTML Living Standard Specification](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address) and does not perfectly represent RFC 5322.
*/
const RFC_EMAIL_REGEX = /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/**
* [Slug](https://en.wikipedia.org/wiki/Clean_URL#Slug) regex.
*/
const SLUG_REGEX = /^[\da-z]+(?:[-_][\da-z]+)*$/u;
/**
* [ULID](https://github.com/ulid/spec) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* Hint: The first character is restricted to `[0-7]` because the 48-bit
* timestamp cannot exceed 2^48-1, making the maximum valid ULID
* `7ZZZZZZZZZZZZZZZZZZZZZZZZZ` in Crockford's Base32 encoding.
*/
const ULID_REGEX = /^[0-7][\da-hjkmnp-tv-zA-HJKMNP-TV-Z]{25}$/u;
/**
* [UUID](https://en.wikipedia.org/wiki/Universally_unique_identifier) regex.
*/
const UUID_REGEX = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

//#endregion
//#region src/actions/base64/base64.ts
/* @__NO_SIDE_EFFECTS__ */
function base64(message$1) {
	return {
		kind: "validation",
		type: "base64",
		reference: base64,
		async: false,
		expects: null,
		requirement: BASE64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bic/bic.ts
/* @__NO_SIDE_EFFECTS__ */
function bic(message$1) {
	return {
		kind: "validation",
		type: "bic",
		reference: bic,
		async: false,
		expects: null,
		requirement: BIC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "BIC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/brand/brand.ts
/**
* Creates a brand transformation action.
*
* @param name The brand name.
*
* @returns A brand action.
*/
/* @__NO_SIDE_EFFECTS__ */
function brand(name) {
	return {
		kind: "transformation",
		type: "brand",
		reference: brand,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bytes/bytes.ts
/* @__NO_SIDE_EFFECTS__ */
function bytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "bytes",
		reference: bytes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 !== this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/check.ts
/* @__NO_SIDE_EFFECTS__ */
function check(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: check,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/checkAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: checkAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItems.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItems(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItems,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) for (let index = 0; index < dataset.value.length; index++) {
				const item = dataset.value[index];
				if (!this.requirement(item, index, dataset.value)) _addIssue(this, "item", dataset, config$1, {
					input: item,
					path: [{
						type: "array",
						origin: "value",
						input: dataset.value,
						key: index,
						value: item
					}]
				});
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItemsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItemsAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItemsAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed) {
				const requirementResults = await Promise.all(dataset.value.map(this.requirement));
				for (let index = 0; index < dataset.value.length; index++) if (!requirementResults[index]) {
					const item = dataset.value[index];
					_addIssue(this, "item", dataset, config$1, {
						input: item,
						path: [{
							type: "array",
							origin: "value",
							input: dataset.value,
							key: index,
							value: item
						}]
					});
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/codePoints/codePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function codePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "code_points",
		reference: codePoints,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/creditCard/creditCard.ts
/**
* Credit card regex.
*/
const CREDIT_CARD_REGEX = /^(?:\d{13,19}|\d{4}(?: \d{3,6}){2,4}|\d{4}(?:-\d{3,6}){2,4})$/u;
/**
* Sanitize regex.
*/
const SANITIZE_REGEX = /[- ]/gu;
/**
* Provider regex list.
*/
const PROVIDER_REGEX_LIST = (/* unused pure expression or super */ null && ([
	/^3[47]\d{13}$/u,
	/^3(?:0[0-5]|[68]\d)\d{11,13}$/u,
	/^6(?:011|5\d{2})\d{12,15}$/u,
	/^(?:2131|1800|35\d{3})\d{11}$/u,
	/^(?:5[1-5]\d{2}|222\d|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/u,
	/^(?:6[27]\d{14,17}|81\d{14,17})$/u,
	/^4\d{12}(?:\d{3,6})?$/u
]));
/* @__NO_SIDE_EFFECTS__ */
function creditCard(message$1) {
	return {
		kind: "validation",
		type: "credit_card",
		reference: creditCard,
		async: false,
		expects: null,
		requirement(input) {
			let sanitized;
			return CREDIT_CARD_REGEX.test(input) && (sanitized = input.replace(SANITIZE_REGEX, "")) && PROVIDER_REGEX_LIST.some((regex$1) => regex$1.test(sanitized)) && /* @__PURE__ */ _isLuhnAlgo(sanitized);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "credit card", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/cuid2/cuid2.ts
/* @__NO_SIDE_EFFECTS__ */
function cuid2(message$1) {
	return {
		kind: "validation",
		type: "cuid2",
		reference: cuid2,
		async: false,
		expects: null,
		requirement: CUID2_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Cuid2", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/decimal/decimal.ts
/* @__NO_SIDE_EFFECTS__ */
function decimal(message$1) {
	return {
		kind: "validation",
		type: "decimal",
		reference: decimal,
		async: false,
		expects: null,
		requirement: DECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "decimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/description/description.ts
/**
* Creates a description metadata action.
*
* @param description_ The description text.
*
* @returns A description action.
*/
/* @__NO_SIDE_EFFECTS__ */
function description(description_) {
	return {
		kind: "metadata",
		type: "description",
		reference: description,
		description: description_
	};
}

//#endregion
//#region src/actions/digits/digits.ts
/* @__NO_SIDE_EFFECTS__ */
function digits(message$1) {
	return {
		kind: "validation",
		type: "digits",
		reference: digits,
		async: false,
		expects: null,
		requirement: DIGITS_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "digits", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/domain/domain.ts
/* @__NO_SIDE_EFFECTS__ */
function domain(message$1) {
	return {
		kind: "validation",
		type: "domain",
		reference: domain,
		expects: null,
		async: false,
		requirement: DOMAIN_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "domain", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/email/email.ts
/* @__NO_SIDE_EFFECTS__ */
function email(message$1) {
	return {
		kind: "validation",
		type: "email",
		reference: email,
		expects: null,
		async: false,
		requirement: EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/emoji/emoji.ts
/* @__NO_SIDE_EFFECTS__ */
function emoji(message$1) {
	return {
		kind: "validation",
		type: "emoji",
		reference: emoji,
		async: false,
		expects: null,
		requirement: EMOJI_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "emoji", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/empty/empty.ts
/* @__NO_SIDE_EFFECTS__ */
function empty(message$1) {
	return {
		kind: "validation",
		type: "empty",
		reference: empty,
		async: false,
		expects: "0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/endsWith/endsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function endsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "ends_with",
		reference: endsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.endsWith(this.requirement)) _addIssue(this, "end", dataset, config$1, { received: `"${dataset.value.slice(-this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/entries/entries.ts
/* @__NO_SIDE_EFFECTS__ */
function entries(requirement, message$1) {
	return {
		kind: "validation",
		type: "entries",
		reference: entries,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count !== this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/everyItem/everyItem.ts
/* @__NO_SIDE_EFFECTS__ */
function everyItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "every_item",
		reference: everyItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.every(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/examples/examples.ts
/**
* Creates an examples metadata action.
*
* @param examples_ The examples.
*
* @returns An examples action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function examples(examples_) {
	return {
		kind: "metadata",
		type: "examples",
		reference: examples,
		examples: examples_
	};
}

//#endregion
//#region src/actions/excludes/excludes.ts
/* @__NO_SIDE_EFFECTS__ */
function excludes(requirement, message$1) {
	const received = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "excludes",
		reference: excludes,
		async: false,
		expects: `!${received}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/filterItems/filterItems.ts
/* @__NO_SIDE_EFFECTS__ */
function filterItems(operation) {
	return {
		kind: "transformation",
		type: "filter_items",
		reference: filterItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.filter(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/findItem/findItem.ts
/* @__NO_SIDE_EFFECTS__ */
function findItem(operation) {
	return {
		kind: "transformation",
		type: "find_item",
		reference: findItem,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.find(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/finite/finite.ts
/* @__NO_SIDE_EFFECTS__ */
function finite(message$1) {
	return {
		kind: "validation",
		type: "finite",
		reference: finite,
		async: false,
		expects: null,
		requirement: Number.isFinite,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/flavor/flavor.ts
/**
* Creates a flavor transformation action.
*
* @param name The flavor name.
*
* @returns A flavor action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function flavor(name) {
	return {
		kind: "transformation",
		type: "flavor",
		reference: flavor,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/graphemes/graphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function graphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "graphemes",
		reference: graphemes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/gtValue/gtValue.ts
/* @__NO_SIDE_EFFECTS__ */
function gtValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "gt_value",
		reference: gtValue,
		async: false,
		expects: `>${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value > this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/guard/guard.ts
/* @__NO_SIDE_EFFECTS__ */
function guard(requirement, message$1) {
	return {
		kind: "transformation",
		type: "guard",
		reference: guard,
		async: false,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) {
				_addIssue(this, "input", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hash/hash.ts
/**
* Hash lengths object.
*/
const HASH_LENGTHS = {
	md4: 32,
	md5: 32,
	sha1: 40,
	sha256: 64,
	sha384: 96,
	sha512: 128,
	ripemd128: 32,
	ripemd160: 40,
	tiger128: 32,
	tiger160: 40,
	tiger192: 48,
	crc32: 8,
	crc32b: 8,
	adler32: 8
};
/* @__NO_SIDE_EFFECTS__ */
function hash(types, message$1) {
	return {
		kind: "validation",
		type: "hash",
		reference: hash,
		expects: null,
		async: false,
		requirement: RegExp(types.map((type) => `^[a-fA-F0-9]{${HASH_LENGTHS[type]}}$`).join("|"), "u"),
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hash", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexadecimal/hexadecimal.ts
/* @__NO_SIDE_EFFECTS__ */
function hexadecimal(message$1) {
	return {
		kind: "validation",
		type: "hexadecimal",
		reference: hexadecimal,
		async: false,
		expects: null,
		requirement: HEXADECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hexadecimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexColor/hexColor.ts
/* @__NO_SIDE_EFFECTS__ */
function hexColor(message$1) {
	return {
		kind: "validation",
		type: "hex_color",
		reference: hexColor,
		async: false,
		expects: null,
		requirement: HEX_COLOR_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hex color", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/imei/imei.ts
/* @__NO_SIDE_EFFECTS__ */
function imei(message$1) {
	return {
		kind: "validation",
		type: "imei",
		reference: imei,
		async: false,
		expects: null,
		requirement(input) {
			return IMEI_REGEX.test(input) && /* @__PURE__ */ _isLuhnAlgo(input);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "IMEI", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/includes/includes.ts
/* @__NO_SIDE_EFFECTS__ */
function includes(requirement, message$1) {
	const expects = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "includes",
		reference: includes,
		async: false,
		expects,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received: `!${expects}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/integer/integer.ts
/* @__NO_SIDE_EFFECTS__ */
function integer(message$1) {
	return {
		kind: "validation",
		type: "integer",
		reference: integer,
		async: false,
		expects: null,
		requirement: Number.isInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ip/ip.ts
/* @__NO_SIDE_EFFECTS__ */
function ip(message$1) {
	return {
		kind: "validation",
		type: "ip",
		reference: ip,
		async: false,
		expects: null,
		requirement: IP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IP", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv4/ipv4.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv4(message$1) {
	return {
		kind: "validation",
		type: "ipv4",
		reference: ipv4,
		async: false,
		expects: null,
		requirement: IPV4_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv4", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv6/ipv6.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv6(message$1) {
	return {
		kind: "validation",
		type: "ipv6",
		reference: ipv6,
		async: false,
		expects: null,
		requirement: IPV6_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv6", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn10.ts
/**
* [Validates an ISBN-10](https://en.wikipedia.org/wiki/ISBN#ISBN-10_check_digits).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-10, `false` otherwise.
*
* @internal
*/
function _isIsbn10(input) {
	const digits$1 = input.split("").map((c) => c === "X" ? 10 : parseInt(c));
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += digits$1[i] * (10 - i);
	return sum % 11 === 0;
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn13.ts
/**
* [Validates an ISBN-13](https://en.wikipedia.org/wiki/ISBN#ISBN-13_check_digit_calculation).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-13, `false` otherwise.
*
* @internal
*/
function _isIsbn13(input) {
	const digits$1 = input.split("").map((c) => parseInt(c));
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += digits$1[i] * (i % 2 === 0 ? 1 : 3);
	return sum % 10 === 0;
}

//#endregion
//#region src/actions/isbn/isbn.ts
/**
* ISBN separator regex.
*/
const ISBN_SEPARATOR_REGEX = /[- ]/gu;
/**
* ISBN-10 detection regex.
*/
const ISBN_10_DETECTION_REGEX = /^\d{9}[\dX]$/u;
/**
* ISBN-13 detection regex.
*/
const ISBN_13_DETECTION_REGEX = /^\d{13}$/u;
/* @__NO_SIDE_EFFECTS__ */
function isbn(message$1) {
	return {
		kind: "validation",
		type: "isbn",
		reference: isbn,
		async: false,
		expects: null,
		requirement(input) {
			const replacedInput = input.replace(ISBN_SEPARATOR_REGEX, "");
			if (ISBN_10_DETECTION_REGEX.test(replacedInput)) return _isIsbn10(replacedInput);
			else if (ISBN_13_DETECTION_REGEX.test(replacedInput)) return _isIsbn13(replacedInput);
			return false;
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "ISBN", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isrc/isrc.ts
/* @__NO_SIDE_EFFECTS__ */
function isrc(message$1) {
	return {
		kind: "validation",
		type: "isrc",
		reference: isrc,
		async: false,
		expects: null,
		requirement: ISRC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ISRC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDate/isoDate.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDate(message$1) {
	return {
		kind: "validation",
		type: "iso_date",
		reference: isoDate,
		async: false,
		expects: null,
		requirement: ISO_DATE_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTime/isoDateTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTime(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time",
		reference: isoDateTime,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTimeSecond/isoDateTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time_second",
		reference: isoDateTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTime/isoTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTime(message$1) {
	return {
		kind: "validation",
		type: "iso_time",
		reference: isoTime,
		async: false,
		expects: null,
		requirement: ISO_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimeSecond/isoTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_time_second",
		reference: isoTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimestamp/isoTimestamp.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimestamp(message$1) {
	return {
		kind: "validation",
		type: "iso_timestamp",
		reference: isoTimestamp,
		async: false,
		expects: null,
		requirement: ISO_TIMESTAMP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoWeek/isoWeek.ts
/* @__NO_SIDE_EFFECTS__ */
function isoWeek(message$1) {
	return {
		kind: "validation",
		type: "iso_week",
		reference: isoWeek,
		async: false,
		expects: null,
		requirement: ISO_WEEK_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "week", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/jwsCompact/jwsCompact.ts
/* @__NO_SIDE_EFFECTS__ */
function jwsCompact(message$1) {
	return {
		kind: "validation",
		type: "jws_compact",
		reference: jwsCompact,
		async: false,
		expects: null,
		requirement: JWS_COMPACT_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "JWS compact", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ksuid/ksuid.ts
/* @__NO_SIDE_EFFECTS__ */
function ksuid(message$1) {
	return {
		kind: "validation",
		type: "ksuid",
		reference: ksuid,
		async: false,
		expects: null,
		requirement: KSUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "KSUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/length/length.ts
/* @__NO_SIDE_EFFECTS__ */
function length(requirement, message$1) {
	return {
		kind: "validation",
		type: "length",
		reference: length,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length !== this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ltValue/ltValue.ts
/* @__NO_SIDE_EFFECTS__ */
function ltValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "lt_value",
		reference: ltValue,
		async: false,
		expects: `<${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value < this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac/mac.ts
/* @__NO_SIDE_EFFECTS__ */
function mac(message$1) {
	return {
		kind: "validation",
		type: "mac",
		reference: mac,
		async: false,
		expects: null,
		requirement: MAC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac48/mac48.ts
/* @__NO_SIDE_EFFECTS__ */
function mac48(message$1) {
	return {
		kind: "validation",
		type: "mac48",
		reference: mac48,
		async: false,
		expects: null,
		requirement: MAC48_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "48-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac64/mac64.ts
/* @__NO_SIDE_EFFECTS__ */
function mac64(message$1) {
	return {
		kind: "validation",
		type: "mac64",
		reference: mac64,
		async: false,
		expects: null,
		requirement: MAC64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "64-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mapItems/mapItems.ts
/* @__NO_SIDE_EFFECTS__ */
function mapItems(operation) {
	return {
		kind: "transformation",
		type: "map_items",
		reference: mapItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.map(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxBytes/maxBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_bytes",
		reference: maxBytes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 > this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxCodePoints/maxCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function maxCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_code_points",
		reference: maxCodePoints,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxEntries/maxEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function maxEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_entries",
		reference: maxEntries,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count > this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxGraphemes/maxGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_graphemes",
		reference: maxGraphemes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxLength/maxLength.ts
/* @__NO_SIDE_EFFECTS__ */
function maxLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_length",
		reference: maxLength,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxSize/maxSize.ts
/* @__NO_SIDE_EFFECTS__ */
function maxSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_size",
		reference: maxSize,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size > this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxValue/maxValue.ts
/* @__NO_SIDE_EFFECTS__ */
function maxValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_value",
		reference: maxValue,
		async: false,
		expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxWords/maxWords.ts
/* @__NO_SIDE_EFFECTS__ */
function maxWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "max_words",
		reference: maxWords,
		async: false,
		expects: `<=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count > this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/metadata/metadata.ts
/**
* Creates a custom metadata action.
*
* @param metadata_ The metadata object.
*
* @returns A metadata action.
*/
/* @__NO_SIDE_EFFECTS__ */
function metadata(metadata_) {
	return {
		kind: "metadata",
		type: "metadata",
		reference: metadata,
		metadata: metadata_
	};
}

//#endregion
//#region src/actions/mimeType/mimeType.ts
/* @__NO_SIDE_EFFECTS__ */
function mimeType(requirement, message$1) {
	return {
		kind: "validation",
		type: "mime_type",
		reference: mimeType,
		async: false,
		expects: /* @__PURE__ */ _joinExpects(requirement.map((option) => `"${option}"`), "|"),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.includes(dataset.value.type)) _addIssue(this, "MIME type", dataset, config$1, { received: `"${dataset.value.type}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minBytes/minBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function minBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_bytes",
		reference: minBytes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 < this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minCodePoints/minCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function minCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_code_points",
		reference: minCodePoints,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minEntries/minEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function minEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_entries",
		reference: minEntries,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count < this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minGraphemes/minGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function minGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_graphemes",
		reference: minGraphemes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minLength/minLength.ts
/* @__NO_SIDE_EFFECTS__ */
function minLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_length",
		reference: minLength,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minSize/minSize.ts
/* @__NO_SIDE_EFFECTS__ */
function minSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_size",
		reference: minSize,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size < this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minValue/minValue.ts
/* @__NO_SIDE_EFFECTS__ */
function minValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_value",
		reference: minValue,
		async: false,
		expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minWords/minWords.ts
/* @__NO_SIDE_EFFECTS__ */
function minWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "min_words",
		reference: minWords,
		async: false,
		expects: `>=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count < this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/multipleOf/multipleOf.ts
/* @__NO_SIDE_EFFECTS__ */
function multipleOf(requirement, message$1) {
	return {
		kind: "validation",
		type: "multiple_of",
		reference: multipleOf,
		async: false,
		expects: `%${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value % this.requirement != 0) _addIssue(this, "multiple", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nanoid/nanoid.ts
/* @__NO_SIDE_EFFECTS__ */
function nanoid(message$1) {
	return {
		kind: "validation",
		type: "nanoid",
		reference: nanoid,
		async: false,
		expects: null,
		requirement: NANO_ID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Nano ID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nonEmpty/nonEmpty.ts
/* @__NO_SIDE_EFFECTS__ */
function nonEmpty(message$1) {
	return {
		kind: "validation",
		type: "non_empty",
		reference: nonEmpty,
		async: false,
		expects: "!0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/normalize/normalize.ts
/* @__NO_SIDE_EFFECTS__ */
function normalize(form) {
	return {
		kind: "transformation",
		type: "normalize",
		reference: normalize,
		async: false,
		form,
		"~run"(dataset) {
			dataset.value = dataset.value.normalize(this.form);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notBytes/notBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function notBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_bytes",
		reference: notBytes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 === this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notCodePoints/notCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function notCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_code_points",
		reference: notCodePoints,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notEntries/notEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function notEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_entries",
		reference: notEntries,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count === this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notGraphemes/notGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function notGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_graphemes",
		reference: notGraphemes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notLength/notLength.ts
/* @__NO_SIDE_EFFECTS__ */
function notLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_length",
		reference: notLength,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notSize/notSize.ts
/* @__NO_SIDE_EFFECTS__ */
function notSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_size",
		reference: notSize,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size === this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValue/notValue.ts
/* @__NO_SIDE_EFFECTS__ */
function notValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_value",
		reference: notValue,
		async: false,
		expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${/* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && /* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValues/notValues.ts
/* @__NO_SIDE_EFFECTS__ */
function notValues(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_values",
		reference: notValues,
		async: false,
		expects: `!${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notWords/notWords.ts
/* @__NO_SIDE_EFFECTS__ */
function notWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "not_words",
		reference: notWords,
		async: false,
		expects: `!${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count === this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/octal/octal.ts
/* @__NO_SIDE_EFFECTS__ */
function octal(message$1) {
	return {
		kind: "validation",
		type: "octal",
		reference: octal,
		async: false,
		expects: null,
		requirement: OCTAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "octal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseBoolean/parseBoolean.ts
const TRUTHY = (/* unused pure expression or super */ null && ([
	true,
	1,
	"true",
	"1",
	"yes",
	"y",
	"on",
	"enabled"
]));
const FALSY = (/* unused pure expression or super */ null && ([
	false,
	0,
	"false",
	"0",
	"no",
	"n",
	"off",
	"disabled"
]));
/* @__NO_SIDE_EFFECTS__ */
function parseBoolean(config$1, message$1) {
	const normalize$1 = (v) => typeof v === "string" ? v.toLowerCase() : v;
	const truthyRaw = config$1?.truthy ?? TRUTHY;
	const falsyRaw = config$1?.falsy ?? FALSY;
	const truthy = config$1?.truthy ? config$1.truthy.map(normalize$1) : TRUTHY;
	const falsy = config$1?.falsy ? config$1.falsy.map(normalize$1) : FALSY;
	return {
		kind: "transformation",
		type: "parse_boolean",
		reference: parseBoolean,
		expects: /* @__PURE__ */ _joinExpects([...truthyRaw, ...falsyRaw].map(_stringify), "|"),
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			const input = normalize$1(dataset.value);
			if (truthy.includes(input)) dataset.value = true;
			else if (falsy.includes(input)) dataset.value = false;
			else {
				_addIssue(this, "boolean", dataset, config$2);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseJson/parseJson.ts
/* @__NO_SIDE_EFFECTS__ */
function parseJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "parse_json",
		reference: parseJson,
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				dataset.value = JSON.parse(dataset.value, this.config?.reviver);
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/utils/_isPartiallyTyped/_isPartiallyTyped.ts
/**
* Checks if a dataset is partially typed.
*
* @param dataset The dataset to check.
* @param paths The paths to check.
*
* @returns Whether it is partially typed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isPartiallyTyped(dataset, paths) {
	if (dataset.issues) for (const path of paths) for (const issue of dataset.issues) {
		let typed = false;
		const bound = Math.min(path.length, issue.path?.length ?? 0);
		for (let index = 0; index < bound; index++) if (path[index] !== issue.path[index].key && (path[index] !== "$" || issue.path[index].type !== "array")) {
			typed = true;
			break;
		}
		if (!typed) return false;
	}
	return true;
}

//#endregion
//#region src/actions/partialCheck/partialCheck.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheck(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheck,
		async: false,
		expects: null,
		paths,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/partialCheckAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheckAsync(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheckAsync,
		async: true,
		expects: null,
		paths,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheck.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheck(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheck,
		async: false,
		expects: null,
		"~run"(dataset, config$1) {
			action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheckAsync.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheckAsync(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheckAsync,
		async: true,
		expects: null,
		async "~run"(dataset, config$1) {
			await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransform.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransform(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransform,
		async: false,
		"~run"(dataset, config$1) {
			const output = action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransformAsync.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransformAsync(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransformAsync,
		async: true,
		async "~run"(dataset, config$1) {
			const output = await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/readonly/readonly.ts
/* @__NO_SIDE_EFFECTS__ */
function readonly() {
	return {
		kind: "transformation",
		type: "readonly",
		reference: readonly,
		async: false,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/reduceItems/reduceItems.ts
/* @__NO_SIDE_EFFECTS__ */
function reduceItems(operation, initial) {
	return {
		kind: "transformation",
		type: "reduce_items",
		reference: reduceItems,
		async: false,
		operation,
		initial,
		"~run"(dataset) {
			dataset.value = dataset.value.reduce(this.operation, this.initial);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/regex/regex.ts
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returns.ts
/* @__NO_SIDE_EFFECTS__ */
function returns(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returns,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const returnsDataset = this.schema["~run"]({ value: func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returnsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function returnsAsync(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returnsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args_) => {
				const returnsDataset = await this.schema["~run"]({ value: await func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rfcEmail/rfcEmail.ts
/* @__NO_SIDE_EFFECTS__ */
function rfcEmail(message$1) {
	return {
		kind: "validation",
		type: "rfc_email",
		reference: rfcEmail,
		expects: null,
		async: false,
		requirement: RFC_EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/safeInteger/safeInteger.ts
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/size/size.ts
/* @__NO_SIDE_EFFECTS__ */
function size(requirement, message$1) {
	return {
		kind: "validation",
		type: "size",
		reference: size,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size !== this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/slug/slug.ts
/* @__NO_SIDE_EFFECTS__ */
function slug(message$1) {
	return {
		kind: "validation",
		type: "slug",
		reference: slug,
		async: false,
		expects: null,
		requirement: SLUG_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "slug", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/someItem/someItem.ts
/* @__NO_SIDE_EFFECTS__ */
function someItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "some_item",
		reference: someItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.some(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/sortItems/sortItems.ts
/* @__NO_SIDE_EFFECTS__ */
function sortItems(operation) {
	return {
		kind: "transformation",
		type: "sort_items",
		reference: sortItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.sort(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/startsWith/startsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function startsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "starts_with",
		reference: startsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.startsWith(this.requirement)) _addIssue(this, "start", dataset, config$1, { received: `"${dataset.value.slice(0, this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/stringifyJson/stringifyJson.ts
/* @__NO_SIDE_EFFECTS__ */
function stringifyJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "stringify_json",
		reference: stringifyJson,
		message: message$1,
		config: config$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				const output = JSON.stringify(dataset.value, this.config?.replacer, this.config?.space);
				if (output === void 0) {
					_addIssue(this, "JSON", dataset, config$2);
					dataset.typed = false;
				} else dataset.value = output;
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/title/title.ts
/**
* Creates a title metadata action.
*
* @param title_ The title text.
*
* @returns A title action.
*/
/* @__NO_SIDE_EFFECTS__ */
function title(title_) {
	return {
		kind: "metadata",
		type: "title",
		reference: title,
		title: title_
	};
}

//#endregion
//#region src/actions/toBigint/toBigint.ts
/* @__NO_SIDE_EFFECTS__ */
function toBigint(message$1) {
	return {
		kind: "transformation",
		type: "to_bigint",
		reference: toBigint,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = BigInt(dataset.value);
			} catch {
				_addIssue(this, "bigint", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toBoolean/toBoolean.ts
/**
* Creates a to boolean transformation action.
*
* @returns A to boolean action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toBoolean() {
	return {
		kind: "transformation",
		type: "to_boolean",
		reference: toBoolean,
		async: false,
		"~run"(dataset) {
			dataset.value = Boolean(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toCamelCase/toCamelCase.ts
/**
* Creates a to camel case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2Name`).
*
* @returns A to camel case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toCamelCase() {
	return {
		kind: "transformation",
		type: "to_camel_case",
		reference: toCamelCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", false, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toDate/toDate.ts
/* @__NO_SIDE_EFFECTS__ */
function toDate(message$1) {
	return {
		kind: "transformation",
		type: "to_date",
		reference: toDate,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = new Date(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "date", dataset, config$1, { received: "\"Invalid Date\"" });
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "date", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toKebabCase/toKebabCase.ts
/**
* Creates a to kebab case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse-url-value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2-name`).
*
* @returns A to kebab case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toKebabCase() {
	return {
		kind: "transformation",
		type: "to_kebab_case",
		reference: toKebabCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "-", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toLowerCase/toLowerCase.ts
/**
* Creates a to lower case transformation action.
*
* @returns A to lower case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toLowerCase() {
	return {
		kind: "transformation",
		type: "to_lower_case",
		reference: toLowerCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toLowerCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMaxValue/toMaxValue.ts
/**
* Creates a to max value transformation action.
*
* @param requirement The maximum value.
*
* @returns A to max value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMaxValue(requirement) {
	return {
		kind: "transformation",
		type: "to_max_value",
		reference: toMaxValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value > this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMinValue/toMinValue.ts
/**
* Creates a to min value transformation action.
*
* @param requirement The minimum value.
*
* @returns A to min value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMinValue(requirement) {
	return {
		kind: "transformation",
		type: "to_min_value",
		reference: toMinValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value < this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toNumber/toNumber.ts
/* @__NO_SIDE_EFFECTS__ */
function toNumber(message$1) {
	return {
		kind: "transformation",
		type: "to_number",
		reference: toNumber,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = Number(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "number", dataset, config$1);
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "number", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toPascalCase/toPascalCase.ts
/**
* Creates a to pascal case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `ParseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `Item2Name`).
*
* @returns A to pascal case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toPascalCase() {
	return {
		kind: "transformation",
		type: "to_pascal_case",
		reference: toPascalCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", true, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toSnakeCase/toSnakeCase.ts
/**
* Creates a to snake case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse_url_value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2_name`).
*
* @returns A to snake case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toSnakeCase() {
	return {
		kind: "transformation",
		type: "to_snake_case",
		reference: toSnakeCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "_", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toString/toString.ts
/* @__NO_SIDE_EFFECTS__ */
function toString(message$1) {
	return {
		kind: "transformation",
		type: "to_string",
		reference: toString,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = String(dataset.value);
			} catch {
				_addIssue(this, "string", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toUpperCase/toUpperCase.ts
/**
* Creates a to upper case transformation action.
*
* @returns A to upper case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toUpperCase() {
	return {
		kind: "transformation",
		type: "to_upper_case",
		reference: toUpperCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toUpperCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transform.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transform(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transform,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transformAsync.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transformAsync(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transformAsync,
		async: true,
		operation,
		async "~run"(dataset) {
			dataset.value = await this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trim/trim.ts
/**
* Creates a trim transformation action.
*
* @returns A trim action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trim() {
	return {
		kind: "transformation",
		type: "trim",
		reference: trim,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trim();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimEnd/trimEnd.ts
/**
* Creates a trim end transformation action.
*
* @returns A trim end action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimEnd() {
	return {
		kind: "transformation",
		type: "trim_end",
		reference: trimEnd,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimEnd();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimStart/trimStart.ts
/**
* Creates a trim start transformation action.
*
* @returns A trim start action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimStart() {
	return {
		kind: "transformation",
		type: "trim_start",
		reference: trimStart,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimStart();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ulid/ulid.ts
/* @__NO_SIDE_EFFECTS__ */
function ulid(message$1) {
	return {
		kind: "validation",
		type: "ulid",
		reference: ulid,
		async: false,
		expects: null,
		requirement: ULID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ULID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/url/url.ts
/* @__NO_SIDE_EFFECTS__ */
function url(message$1) {
	return {
		kind: "validation",
		type: "url",
		reference: url,
		async: false,
		expects: null,
		requirement(input) {
			try {
				if (URL.canParse) return URL.canParse(input);
				new URL(input);
				return true;
			} catch {
				return false;
			}
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "URL", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/uuid/uuid.ts
/* @__NO_SIDE_EFFECTS__ */
function uuid(message$1) {
	return {
		kind: "validation",
		type: "uuid",
		reference: uuid,
		async: false,
		expects: null,
		requirement: UUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "UUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/value/value.ts
/* @__NO_SIDE_EFFECTS__ */
function value(requirement, message$1) {
	return {
		kind: "validation",
		type: "value",
		reference: value,
		async: false,
		expects: requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !/* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/values/values.ts
/* @__NO_SIDE_EFFECTS__ */
function values(requirement, message$1) {
	return {
		kind: "validation",
		type: "values",
		reference: values,
		async: false,
		expects: `${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/words/words.ts
/* @__NO_SIDE_EFFECTS__ */
function words(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "words",
		reference: words,
		async: false,
		expects: `${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count !== this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/const.ts
const ABORT_EARLY_CONFIG = { abortEarly: true };

//#endregion
//#region src/methods/assert/assert.ts
/**
* Checks if the input matches the schema. As this is an assertion function, it
* can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*/
function assert(schema, input) {
	const issues = schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
	if (issues) throw new ValiError(issues);
}

//#endregion
//#region src/methods/cache/_LruCache.ts
/**
* Efficient LRU cache using Map iteration order.
*/
var _LruCache = class {
	constructor(config$1) {
		this.refCount = 0;
		this.maxSize = config$1?.maxSize ?? 1e3;
		this.maxAge = config$1?.maxAge ?? Infinity;
		this.hasMaxAge = isFinite(this.maxAge);
	}
	/**
	* Stringifies an unknown input to a cache key component.
	*
	* @param input The unknown input.
	*
	* @returns A cache key component.
	*/
	stringify(input) {
		const type = typeof input;
		if (type === "string") return `"${input}"`;
		if (type === "number" || type === "boolean") return `${input}`;
		if (type === "bigint") return `${input}n`;
		if (type === "object" || type === "function") {
			if (input) {
				this.refIds ?? (this.refIds = /* @__PURE__ */ new WeakMap());
				let id = this.refIds.get(input);
				if (!id) {
					id = ++this.refCount;
					this.refIds.set(input, id);
				}
				return `#${id}`;
			}
			return "null";
		}
		return type;
	}
	/**
	* Creates a cache key from input and config.
	*
	* @param input The input value.
	* @param config The parse configuration.
	*
	* @returns The cache key.
	*/
	key(input, config$1 = {}) {
		return `${this.stringify(input)}|${this.stringify(config$1.lang)}|${this.stringify(config$1.message)}|${this.stringify(config$1.abortEarly)}|${this.stringify(config$1.abortPipeEarly)}`;
	}
	/**
	* Gets a value from the cache by key.
	*
	* @param key The cache key.
	*
	* @returns The cached value.
	*/
	get(key) {
		if (!this.store) return void 0;
		const entry = this.store.get(key);
		if (!entry) return void 0;
		if (this.hasMaxAge && Date.now() - entry[1] > this.maxAge) {
			this.store.delete(key);
			return;
		}
		this.store.delete(key);
		this.store.set(key, entry);
		return entry[0];
	}
	/**
	* Sets a value in the cache by key.
	*
	* @param key The cache key.
	* @param value The cached value.
	*/
	set(key, value$1) {
		this.store ?? (this.store = /* @__PURE__ */ new Map());
		this.store.delete(key);
		const timestamp = this.hasMaxAge ? Date.now() : 0;
		this.store.set(key, [value$1, timestamp]);
		if (this.store.size > this.maxSize) this.store.delete(this.store.keys().next().value);
	}
	/**
	* Clears all entries from the cache.
	*/
	clear() {
		this.store?.clear();
	}
};

//#endregion
//#region src/methods/cache/cache.ts
/* @__NO_SIDE_EFFECTS__ */
function cache(schema, config$1) {
	return _standardSchema({
		...schema,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		"~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			let outputDataset = this.cache.get(key);
			if (!outputDataset) this.cache.set(key, outputDataset = schema["~run"](dataset, runConfig));
			return /* @__PURE__ */ _cloneDataset(outputDataset);
		}
	});
}

//#endregion
//#region src/methods/cache/cacheAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function cacheAsync(schema, config$1) {
	let activeRuns;
	return _standardSchema({
		...schema,
		async: true,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		async "~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			const cached = this.cache.get(key);
			if (cached) return /* @__PURE__ */ _cloneDataset(cached);
			let promise$1 = activeRuns?.get(key);
			if (!promise$1) {
				activeRuns ?? (activeRuns = /* @__PURE__ */ new Map());
				promise$1 = Promise.resolve(schema["~run"](dataset, runConfig));
				activeRuns.set(key, promise$1);
			}
			try {
				const outputDataset = await promise$1;
				this.cache.set(key, outputDataset);
				return /* @__PURE__ */ _cloneDataset(outputDataset);
			} finally {
				activeRuns?.delete(key);
			}
		}
	});
}

//#endregion
//#region src/methods/config/config.ts
/**
* Changes the local configuration of a schema.
*
* @param schema The schema to configure.
* @param config The parse configuration.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function config(schema, config$1) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config_) {
			return schema["~run"](dataset, {
				...config_,
				...config$1
			});
		}
	});
}

//#endregion
//#region src/methods/getFallback/getFallback.ts
/**
* Returns the fallback value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The output dataset if available.
* @param config The config if available.
*
* @returns The fallback value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}

//#endregion
//#region src/methods/fallback/fallback.ts
/**
* Returns a fallback value as output if the input does not match the schema.
*
* @param schema The schema to catch.
* @param fallback The fallback value.
*
* @returns The passed schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/fallback/fallbackAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function fallbackAsync(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		async: true,
		async "~run"(dataset, config$1) {
			const outputDataset = await schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: await /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/flatten/flatten.ts
/* @__NO_SIDE_EFFECTS__ */
function flatten(issues) {
	const flatErrors = {};
	for (const issue of issues) if (issue.path) {
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) {
			if (!flatErrors.nested) flatErrors.nested = {};
			if (Object.prototype.hasOwnProperty.call(flatErrors.nested, dotPath)) flatErrors.nested[dotPath].push(issue.message);
			else flatErrors.nested[dotPath] = [issue.message];
		} else if (flatErrors.other) flatErrors.other.push(issue.message);
		else flatErrors.other = [issue.message];
	} else if (flatErrors.root) flatErrors.root.push(issue.message);
	else flatErrors.root = [issue.message];
	return flatErrors;
}

//#endregion
//#region src/methods/forward/forward.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forward(action, path) {
	return {
		...action,
		"~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/forward/forwardAsync.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forwardAsync(action, path) {
	return {
		...action,
		async: true,
		async "~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = await action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/getDefault/getDefault.ts
/**
* Returns the default value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The input dataset if available.
* @param config The config if available.
*
* @returns The default value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}

//#endregion
//#region src/methods/getDefaults/getDefaults.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefaults(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getDefaults(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getDefaults);
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDefaults/getDefaultsAsync.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getDefaultsAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getDefaultsAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getDefaultsAsync));
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDescription/getDescription.ts
/**
* Returns the description of the schema.
*
* If multiple descriptions are defined, the last one of the highest level is
* returned. If no description is defined, `undefined` is returned.
*
* @param schema The schema to get the description from.
*
* @returns The description, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getDescription(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "description");
}

//#endregion
//#region src/methods/getExamples/getExamples.ts
/**
* Returns the examples of a schema.
*
* If multiple examples are defined, it concatenates them using depth-first
* search. If no examples are defined, an empty array is returned.
*
* @param schema The schema to get the examples from.
*
* @returns The examples, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getExamples(schema) {
	const examples$1 = [];
	function depthFirstCollect(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstCollect(item);
			else if (item.kind === "metadata" && item.type === "examples") for (const example of item.examples) examples$1.push(example);
		}
	}
	depthFirstCollect(schema);
	return examples$1;
}

//#endregion
//#region src/methods/getFallbacks/getFallbacks.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallbacks(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getFallbacks(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getFallbacks);
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getFallbacks/getFallbacksAsync.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getFallbacksAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getFallbacksAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getFallbacksAsync));
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getMetadata/getMetadata.ts
/**
* Returns the metadata of a schema.
*
* If multiple metadata are defined, it shallowly merges them using depth-first
* search. If no metadata is defined, an empty object is returned.
*
* @param schema Schema to get the metadata from.
*
* @returns The metadata, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getMetadata(schema) {
	const result = {};
	function depthFirstMerge(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstMerge(item);
			else if (item.kind === "metadata" && item.type === "metadata") Object.assign(result, item.metadata);
		}
	}
	depthFirstMerge(schema);
	return result;
}

//#endregion
//#region src/methods/getTitle/getTitle.ts
/**
* Returns the title of the schema.
*
* If multiple titles are defined, the last one of the highest level is
* returned. If no title is defined, `undefined` is returned.
*
* @param schema The schema to get the title from.
*
* @returns The title, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getTitle(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "title");
}

//#endregion
//#region src/methods/is/is.ts
/**
* Checks if the input matches the schema. By using a type predicate, this
* function can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*
* @returns Whether the input matches the schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function is(schema, input) {
	return !schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
}

//#endregion
//#region src/schemas/any/any.ts
/**
* Creates an any schema.
*
* Hint: This schema function exists only for completeness and is not
* recommended in practice. Instead, `unknown` should be used to accept
* unknown data.
*
* @returns An any schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function any() {
	return _standardSchema({
		kind: "schema",
		type: "any",
		reference: any,
		expects: "any",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/array.ts
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/arrayAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function arrayAsync(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: arrayAsync,
		expects: "Array",
		async: true,
		item,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(input.map((value$1) => this.item["~run"]({ value: value$1 }, config$1)));
				for (let key = 0; key < itemDatasets.length; key++) {
					const itemDataset = itemDatasets[key];
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: input[key]
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/bigint/bigint.ts
/* @__NO_SIDE_EFFECTS__ */
function bigint(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "bigint",
		reference: bigint,
		expects: "bigint",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "bigint") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/blob/blob.ts
/* @__NO_SIDE_EFFECTS__ */
function blob(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "blob",
		reference: blob,
		expects: "Blob",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Blob) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/boolean/boolean.ts
/* @__NO_SIDE_EFFECTS__ */
function boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/custom.ts
/* @__NO_SIDE_EFFECTS__ */
function custom(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: custom,
		expects: "unknown",
		async: false,
		check: check$1,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/customAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function customAsync(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: customAsync,
		expects: "unknown",
		async: true,
		check: check$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (await this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/date/date.ts
/* @__NO_SIDE_EFFECTS__ */
function date(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "date",
		reference: date,
		expects: "Date",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Date) if (!isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1, { received: "\"Invalid Date\"" });
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/enum/enum.ts
/* @__NO_SIDE_EFFECTS__ */
function enum_(enum__, message$1) {
	const options = [];
	for (const key in enum__) if (`${+key}` !== key || typeof enum__[key] !== "string" || !Object.is(enum__[enum__[key]], +key)) options.push(enum__[key]);
	return _standardSchema({
		kind: "schema",
		type: "enum",
		reference: enum_,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		enum: enum__,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptional,
		expects: wrapped.expects,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptionalAsync,
		expects: wrapped.expects,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/file/file.ts
/* @__NO_SIDE_EFFECTS__ */
function file(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "file",
		reference: file,
		expects: "File",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof File) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/function/function.ts
/* @__NO_SIDE_EFFECTS__ */
function function_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "function",
		reference: function_,
		expects: "Function",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "function") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/instance/instance.ts
/* @__NO_SIDE_EFFECTS__ */
function instance(class_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "instance",
		reference: instance,
		expects: class_.name,
		async: false,
		class: class_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof this.class) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/utils/_merge/_merge.ts
/**
* Merges two values into one single output.
*
* @param value1 First value.
* @param value2 Second value.
*
* @returns The merge dataset.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _merge(value1, value2) {
	if (typeof value1 === typeof value2) {
		if (/* @__PURE__ */ _isSameValueZero(value1, value2) || value1 instanceof Date && value2 instanceof Date && /* @__PURE__ */ _isSameValueZero(+value1, +value2)) return { value: value1 };
		if (value1 && value2 && value1.constructor === Object && value2.constructor === Object) {
			const nextValue = {
				...value1,
				...value2
			};
			for (const key in value2) if (Object.prototype.hasOwnProperty.call(value1, key) && Object.prototype.hasOwnProperty.call(value2, key)) {
				const dataset = /* @__PURE__ */ _merge(value1[key], value2[key]);
				if (dataset.issue) return dataset;
				nextValue[key] = dataset.value;
			}
			return { value: nextValue };
		}
		if (Array.isArray(value1) && Array.isArray(value2)) {
			if (value1.length === value2.length) {
				const nextValue = [...value1];
				for (let index = 0; index < value1.length; index++) {
					const dataset = /* @__PURE__ */ _merge(value1[index], value2[index]);
					if (dataset.issue) return dataset;
					nextValue[index] = dataset.value;
				}
				return { value: nextValue };
			}
		}
	}
	return { issue: true };
}

//#endregion
//#region src/schemas/intersect/intersect.ts
/* @__NO_SIDE_EFFECTS__ */
function intersect(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersect,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				for (const schema of this.options) {
					const optionDataset = schema["~run"]({ value: input }, config$1);
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/intersectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function intersectAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersectAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				const optionDatasets = await Promise.all(this.options.map((schema) => schema["~run"]({ value: input }, config$1)));
				for (const optionDataset of optionDatasets) {
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazy.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazy(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazy,
		expects: "unknown",
		async: false,
		getter,
		"~run"(dataset, config$1) {
			return this.getter(dataset.value)["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazyAsync.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazyAsync(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazyAsync,
		expects: "unknown",
		async: true,
		getter,
		async "~run"(dataset, config$1) {
			return (await this.getter(dataset.value))["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/literal/literal.ts
/* @__NO_SIDE_EFFECTS__ */
function literal(literal_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "literal",
		reference: literal,
		expects: /* @__PURE__ */ _stringify(literal_),
		async: false,
		literal: literal_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObject.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/map.ts
/* @__NO_SIDE_EFFECTS__ */
function map(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: map,
		expects: "Map",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				for (const [inputKey, inputValue] of input) {
					const keyDataset = this.key["~run"]({ value: inputKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/mapAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function mapAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: mapAsync,
		expects: "Map",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				const datasets = await Promise.all([...input].map(([inputKey, inputValue]) => Promise.all([
					inputKey,
					inputValue,
					this.key["~run"]({ value: inputKey }, config$1),
					this.value["~run"]({ value: inputValue }, config$1)
				])));
				for (const [inputKey, inputValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nan/nan.ts
/* @__NO_SIDE_EFFECTS__ */
function nan(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "nan",
		reference: nan,
		expects: "NaN",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (Number.isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/never/never.ts
/* @__NO_SIDE_EFFECTS__ */
function never(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "never",
		reference: never,
		expects: "never",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			_addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullable(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullable,
		expects: "!null",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullableAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullableAsync,
		expects: "!null",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullish(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullish,
		expects: "(!null & !undefined)",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullishAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullishAsync,
		expects: "(!null & !undefined)",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptional(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptional,
		expects: "!undefined",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptionalAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptionalAsync,
		expects: "!undefined",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/null/null.ts
/* @__NO_SIDE_EFFECTS__ */
function null_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "null",
		reference: null_,
		expects: "null",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === null) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullableAsync,
		expects: `(${wrapped.expects} | null)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nullish(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullish,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullishAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullishAsync,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/number/number.ts
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/object.ts
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/objectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: objectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRest(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRest,
		expects: "Object",
		async: false,
		entries: entries$1,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) {
						const valueDataset = this.rest["~run"]({ value: input[key] }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: input[key]
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRestAsync(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRestAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				})), Promise.all(Object.entries(input).filter(([key]) => /* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)).map(async ([key, value$1]) => [
					key,
					value$1,
					await this.rest["~run"]({ value: value$1 }, config$1)
				]))]);
				for (const [key, value$1, valueSchema, valueDataset] of normalDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, valueDataset] of restDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/optional/optional.ts
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/optional/optionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function optionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optionalAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/picklist/picklist.ts
/* @__NO_SIDE_EFFECTS__ */
function picklist(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "picklist",
		reference: picklist,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/promise/promise.ts
/* @__NO_SIDE_EFFECTS__ */
function promise(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "promise",
		reference: promise,
		expects: "Promise",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Promise) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/record.ts
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/recordAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function recordAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: recordAsync,
		expects: "Object",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const datasets = await Promise.all(Object.entries(input).filter(([key$1]) => /* @__PURE__ */ _isValidObjectKey(input, key$1)).map(([entryKey, entryValue]) => Promise.all([
					entryKey,
					entryValue,
					this.key["~run"]({ value: entryKey }, config$1),
					this.value["~run"]({ value: entryValue }, config$1)
				])));
				for (const [entryKey, entryValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/set.ts
/* @__NO_SIDE_EFFECTS__ */
function set(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: set,
		expects: "Set",
		async: false,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				for (const inputValue of input) {
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/setAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function setAsync(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: setAsync,
		expects: "Set",
		async: true,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				const valueDatasets = await Promise.all([...input].map(async (inputValue) => [inputValue, await this.value["~run"]({ value: inputValue }, config$1)]));
				for (const [inputValue, valueDataset] of valueDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObject.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/string/string.ts
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/symbol/symbol.ts
/* @__NO_SIDE_EFFECTS__ */
function symbol(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "symbol",
		reference: symbol,
		expects: "symbol",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "symbol") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tuple.ts
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRest(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRest,
		expects: "Array",
		async: false,
		items,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.rest["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRestAsync(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRestAsync,
		expects: "Array",
		async: true,
		items,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				})), Promise.all(input.slice(this.items.length).map(async (value$1, key) => {
					return [
						key + this.items.length,
						value$1,
						await this.rest["~run"]({ value: value$1 }, config$1)
					];
				}))]);
				for (const [key, value$1, itemDataset] of normalDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, itemDataset] of restDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefined/undefined.ts
/* @__NO_SIDE_EFFECTS__ */
function undefined_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "undefined",
		reference: undefined_,
		expects: "undefined",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedable.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedable,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedableAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/union/utils/_subIssues/_subIssues.ts
/**
* Returns the sub issues of the provided datasets for the union issue.
*
* @param datasets The datasets.
*
* @returns The sub issues.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _subIssues(datasets) {
	let issues;
	if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
	else issues = dataset.issues;
	return issues;
}

//#endregion
//#region src/schemas/union/union.ts
/* @__NO_SIDE_EFFECTS__ */
function union(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: union,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/union/unionAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function unionAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: unionAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = await schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/unknown/unknown.ts
/**
* Creates a unknown schema.
*
* @returns A unknown schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variant.ts
/* @__NO_SIDE_EFFECTS__ */
function variant(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variant,
		expects: "Object",
		async: false,
		key,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variantAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function variantAsync(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variantAsync,
		expects: "Object",
		async: true,
		key,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = async (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") await parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? (await discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG)).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = await schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				await parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/void/void.ts
/* @__NO_SIDE_EFFECTS__ */
function void_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "void",
		reference: void_,
		expects: "void",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/keyof/keyof.ts
/* @__NO_SIDE_EFFECTS__ */
function keyof(schema, message$1) {
	return /* @__PURE__ */ picklist(Object.keys(schema.entries), message$1);
}

//#endregion
//#region src/methods/message/message.ts
/**
* Changes the local message configuration of a schema.
*
* @param schema The schema to configure.
* @param message_ The error message.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function message(schema, message_) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config$1) {
			return schema["~run"](dataset, {
				...config$1,
				message: message_
			});
		}
	});
}

//#endregion
//#region src/methods/omit/omit.ts
/**
* Creates a modified copy of an object schema that does not contain the
* selected entries.
*
* @param schema The schema to omit from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function omit(schema, keys) {
	const entries$1 = { ...schema.entries };
	for (const key of keys) delete entries$1[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/parse/parse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
function parse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parse/parseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
async function parseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parser/parser.ts
/* @__NO_SIDE_EFFECTS__ */
function parser(schema, config$1) {
	const func = (input) => parse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/parser/parserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function parserAsync(schema, config$1) {
	const func = (input) => parseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/partial/partial.ts
/* @__NO_SIDE_EFFECTS__ */
function partial(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optional(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/partial/partialAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialAsync(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optionalAsync(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pick/pick.ts
/**
* Creates a modified copy of an object schema that contains only the selected
* entries.
*
* @param schema The schema to pick from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function pick(schema, keys) {
	const entries$1 = {};
	for (const key of keys) entries$1[key] = schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pipe/pipe.ts
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/pipe/pipeAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function pipeAsync(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		async: true,
		async "~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = await item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/required/required.ts
/* @__NO_SIDE_EFFECTS__ */
function required(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptional(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/required/requiredAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function requiredAsync(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptionalAsync(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/safeParse/safeParse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParse/safeParseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
async function safeParseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParser/safeParser.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParser(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/safeParser/safeParserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParserAsync(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/summarize/summarize.ts
/**
* Summarize the error messages of issues in a pretty-printable multi-line string.
*
* @param issues The list of issues.
*
* @returns A summary of the issues.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function summarize(issues) {
	let summary = "";
	for (const issue of issues) {
		if (summary) summary += "\n";
		summary += `× ${issue.message}`;
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) summary += `\n  → at ${dotPath}`;
	}
	return summary;
}

//#endregion
//#region src/methods/unwrap/unwrap.ts
/**
* Unwraps the wrapped schema.
*
* @param schema The schema to be unwrapped.
*
* @returns The unwrapped schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unwrap(schema) {
	return schema.wrapped;
}

//#endregion


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
