import { readFileSync } from 'node:fs'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

const style = readFileSync(new URL('../node_modules/github-markdown-css/github-markdown.css', import.meta.url), 'utf8')

/** The library that draws the charts, as on GitHub. */
export const mermaidUrl = new URL('../node_modules/mermaid/dist/mermaid.min.js', import.meta.url).href

/** A page that shows Markdown as GitHub does. */
export function pageOf(title: string, markdown: string): string {
  // The report's own <br> and <sub> are HTML, as on GitHub.
  const body = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
${style}
body { margin: 0; padding: 24px; background: var(--bgColor-default, #fff) }
.markdown-body { max-width: 900px }
</style>
<article class="markdown-body">
${body}
</article>
<script src="${mermaidUrl}"></script>
<script>
mermaid.initialize({ startOnLoad: false })
const draw = part => mermaid.run({ nodes: part.querySelectorAll('.language-mermaid:not([data-processed])') })
// A chart that is drawn while it is folded has no size.
for (const fold of document.querySelectorAll('details')) {
  fold.addEventListener('toggle', () => draw(fold))
}
</script>
`
}
