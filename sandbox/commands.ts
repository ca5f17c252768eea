/** A workflow command, as an action writes it to its standard output: `::error title=x::message`. */
export interface Command {
  readonly name: string
  readonly message: string
}

const COMMAND = /^\s*::(?<name>[a-z-]+)(?: [^:]*)?::(?<message>.*)$/

/** The toolkit ends lines as the machine does: with a carriage return before the line feed on Windows. */
const LINE_END = /\r?\n/

/** The workflow commands in what an action printed, as GitHub's runner reads them. */
export function commandsIn(stdout: string): readonly Command[] {
  return stdout.split(LINE_END).flatMap(line => {
    const { name, message } = COMMAND.exec(line)?.groups ?? {}
    return name === undefined || message === undefined ? [] : [{ name, message: unescapeData(message) }]
  })
}

/** The job's log as a person sees it on GitHub: commands obeyed, secrets masked, debug lines left out. */
export function logOf(stdout: string): string {
  const secrets = commandsIn(stdout).flatMap(({ name, message }) => (name === 'add-mask' ? [message] : []))
  const lines = stdout.split(LINE_END).flatMap(line => {
    const [command] = commandsIn(line)
    if (command === undefined) return [line]
    const { name, message } = command
    return name === 'add-mask' || name === 'debug' ? [] : [`${name[0]?.toUpperCase()}${name.slice(1)}: ${message}`]
  })
  return secrets.reduce((log, secret) => log.replaceAll(secret, '***'), lines.join('\n'))
}

function unescapeData(message: string): string {
  return message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

/**
 * The entries of a file that the runner reads outputs from: `name<<delimiter`, the value's lines, the delimiter; or
 * `name=value`.
 */
export function outputsIn(file: string): Readonly<Record<string, string>> {
  const entries = file.matchAll(
    /^(?<long>[^\r\n=]+?)<<(?<delimiter>\S+)\r?\n(?<lines>.*?)\r?\n\k<delimiter>\r?$|^(?<short>[^\r\n=<]+)=(?<value>[^\r\n]*)/gms,
  )
  return Object.fromEntries(
    Array.from(entries, ({ groups: { long, lines, short, value } = {} }) => [long ?? short, lines ?? value]),
  )
}
