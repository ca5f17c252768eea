import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { createHttpClient } from './http.ts'
import { run } from './main.ts'
import { systemClock } from './time.ts'

const cancelled = new AbortController()
// Without a handler, Node ends the process before the outputs are written.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => cancelled.abort())

// The log may be closed (EPIPE); outputs and summary are written anyway.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await run({
  core: {
    ...core,
    writeSummary: async markdown => {
      await core.summary.addRaw(markdown, true).write()
    },
  },
  env: process.env,
  readFile: path => readFileSync(path, 'utf8'),
  clock: systemClock,
  random: Math.random,
  sendRequest: createHttpClient(systemClock),
  signal: cancelled.signal,
})

// The step is done: a connection that is still open, such as to a proxy without a response, does not keep the process alive. A
// log that is read slowly is written to its end first, for at most 10 s.
const exit = () => process.exit()
process.stdout.write('', () => setTimeout(exit, 200).unref())
setTimeout(exit, 10_000).unref()
