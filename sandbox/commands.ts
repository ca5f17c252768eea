/** A workflow command, as an action writes it to its standard output: `::error title=x::message`. */
export interface Command {
  readonly name: string
  readonly message: string
  /** Of an annotation. */
  readonly title?: string
}

const COMMAND = /^\s*::(?<name>[a-z-]+)(?: title=(?<title>[^:,]*)| [^:]*)?::(?<message>.*)$/

/** `@actions/core` ends lines with `os.EOL`, which is CRLF on Windows. */
const LINE_END = /\r?\n/

/** The workflow commands in the standard output of an action, as GitHub's runner parses them. */
export function commandsIn(stdout: string): readonly Command[] {
  return stdout.split(LINE_END).flatMap(line => {
    const { name, title, message } = COMMAND.exec(line)?.groups ?? {}
    if (name === undefined || message === undefined) return []
    return [{ name, message: unescapeData(message), ...(title !== undefined && { title: unescapeProperty(title) }) }]
  })
}

/** The job's log as GitHub shows it: commands as annotations, secrets masked, debug lines left out. */
export function logOf(stdout: string): string {
  const secrets = commandsIn(stdout).flatMap(({ name, message }) => (name === 'add-mask' ? [message] : []))
  const lines = stdout.split(LINE_END).flatMap(line => {
    const [command] = commandsIn(line)
    if (command === undefined) return [line]
    const { name, message } = command
    if (name === 'group') return [`▾ ${message}`]
    return HIDDEN.includes(name) ? [] : [`${name[0]?.toUpperCase()}${name.slice(1)}: ${message}`]
  })
  return secrets.reduce((log, secret) => log.replaceAll(secret, '***'), lines.join('\n'))
}

const HIDDEN = ['add-mask', 'debug', 'endgroup']

/** The line that an action writes for a command; `info` writes its message as it is. */
export function formatCommand({ name, message, title }: Command): string {
  if (name === 'info') return message
  return `::${name}${title === undefined ? '' : ` title=${escapeProperty(title)}`}::${escapeData(message)}`
}

function escapeData(message: string): string {
  return message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function unescapeData(message: string): string {
  return message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

/** The outputs in a `GITHUB_OUTPUT` file. An entry is `name<<delimiter`, the value's lines, `delimiter`; or `name=value`. */
export function outputsIn(file: string): Readonly<Record<string, string>> {
  const entries = file.matchAll(
    /^(?<long>[^\r\n=]+?)<<(?<delimiter>\S+)\r?\n(?<lines>.*?)\r?\n\k<delimiter>\r?$|^(?<short>[^\r\n=<]+)=(?<value>[^\r\n]*)/gms,
  )
  return Object.fromEntries(
    Array.from(entries, ({ groups: { long, lines, short, value } = {} }) => [long ?? short, lines ?? value]),
  )
}
