import { describe, expect, it } from 'vitest'
import { webServiceAddress, webServiceOf } from './urls.ts'

const base = 'https://passes.example.com/wallet'

describe('addresses of the web service', () => {
  it.each([
    ['card-1', 'card-1'],
    ['a b', 'a%2520b'],
    ['100%', '100%2525'],
    ['é', '%25C3%25A9'],
    ['#?;', '%2523%253F%253B'],
    ['{"x"}', '%257B%2522x%2522%257D'],
    ["!$&'()*+,-.:=@_~", "!$&'()*+,-.:=@_~"],
    ['2026/7', '2026/7'],
  ])('encode a serial number twice, but no slash: %s → %s', (serialNumber, expected) => {
    const address = webServiceAddress(base, ['passes', 'pass.com.example', serialNumber])
    expect(address).toBe(`https://passes.example.com/wallet/v1/passes/pass.com.example/${expected}`)
  })

  it.each([
    ['42', '42'],
    ['a+b&c=d', 'a+b&c=d'],
    ['2026-11-22T09:00:00+00:00', '2026-11-22T09:00:00+00:00'],
    ['a b#é%', 'a%20b%23%C3%A9%25'],
  ])('encode a tag once, leaving + & = alone: %s → %s', (tag, expected) => {
    expect(webServiceAddress(base, ['devices'], tag)).toBe(`${base}/v1/devices?passesUpdatedSince=${expected}`)
  })

  it('survive the URL parser of fetch letter by letter', () => {
    const address = webServiceAddress(base, ['passes', 'a b', 'é/100%'], 'a+b&c=d e')
    expect(new URL(address).href).toBe(address)
  })

  it('are the same with and without a slash at the end of webServiceURL, of which one is dropped', () => {
    expect(webServiceOf('https://passes.example.com/')).toBe('https://passes.example.com')
    expect(webServiceOf('https://passes.example.com')).toBe('https://passes.example.com')
    expect(webServiceOf('https://passes.example.com//')).toBe('https://passes.example.com/')
  })
})
