/** RFC 9110 §5.6.7: the form in use and the two obsolete ones, each with what makes it unmistakably UTC. */
const forms: readonly (readonly [form: RegExp, zone: string])[] = [
  [/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/, ''],
  [/^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/, ''],
  [/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/, ' GMT'],
]

/** An HTTP-date as milliseconds since 1970; undefined for anything else, which RFC 9110 §13.1.3 says to ignore. */
export function parseHttpDate(text: string | undefined): number | undefined {
  const found = forms.find(([form]) => text !== undefined && form.test(text))
  const time = found === undefined ? Number.NaN : Date.parse(`${text}${found[1]}`)
  return Number.isNaN(time) ? undefined : time
}
