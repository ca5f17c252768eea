import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { createHttpClient } from './http.ts'
import { run } from './main.ts'
import { systemClock } from './time.ts'

const cancelled = new AbortController()
// However often it is said: a signal that nobody listens for ends the process before the links are written down.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => cancelled.abort())

// Nobody may read the log to its end; outputs and summary are written all the same.
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

// Nothing is left to do: whatever still keeps the process alive, such as a proxy that never answered, is not waited for.
setTimeout(() => process.exit(), 200).unref()
