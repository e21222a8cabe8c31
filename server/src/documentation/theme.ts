/** Swagger UI's own styles let operations stick out of the screens of phones. */
const narrow = `
@media (max-width: 40rem) {
  .swagger-ui .opblock-section-header { flex-wrap: wrap; gap: .5rem; }
  .swagger-ui .opblock-body { overflow-x: auto; }
}
`

const wallet = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#1d1d1f"/><g fill="none" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"><path d="M6 9V7.500h12V9"/><path d="M5 9h14v8H5z"/><path d="M5 12h4.500c.5 2.800 4.500 2.800 5 0H19"/></g></svg>`

/** What makes Swagger UI a page of Billfold's. */
export const theme = {
  title: 'Billfold API',
  css: [{ filename: 'narrow.css', content: narrow }],
  favicon: [{ filename: 'wallet.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: wallet }],
}
