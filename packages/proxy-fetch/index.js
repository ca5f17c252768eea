/**
 * Takes the place of undici in the toolkit's packages (`overrides` in package.json). They load all of it at every start, 33 ms of
 * CPU time and 220 kB that every job downloads, for a `fetch` that nothing here uses: Octokit gets one made of `src/http.ts`.
 */
exports.ProxyAgent = class ProxyAgent {}

exports.fetch = async () => {
  throw new Error('undici is not in this bundle: give Octokit a fetch')
}
