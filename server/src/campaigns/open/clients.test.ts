import { describe, expect, test } from 'vitest'
import { clientOf } from './clients.ts'

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('Safari on a device with Wallet', () => {
  test.each([
    `${iPhone} Version/18.5 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
  ])('%s', (userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'safari' })
  })
})

describe('inside an app on an iPhone', () => {
  test.each([
    [
      'Instagram',
      `${iPhone} Mobile/15E148 Instagram 380.0.0.28.83 (iPhone15,2; iOS 18_5; de_DE; de; scale=3.00; 1179x2556)`,
    ],
    ['Facebook', `${iPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/510.0.0.45.97;FBDV/iPhone15,2;FBOP/5]`],
    ['Messenger', `${iPhone} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/505.0.0.30.109;FBDV/iPhone14,5]`],
    ['LINE', `${iPhone} Mobile/15E148 Safari Line/15.6.0`],
    ['TikTok', `${iPhone} Mobile/15E148 musical_ly_39.8.0 JsSdk/2.0 NetType/WIFI BytedanceWebview/d8a21c6`],
    ['Snapchat', `${iPhone} Mobile/15E148 Snapchat/13.42.0.55 (like Safari/8621.2.5, panda)`],
    ['LinkedIn', `${iPhone} Mobile/15E148 [LinkedInApp]/9.31.2450`],
    ['WeChat', `${iPhone} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/de`],
    ['the Google app', `${iPhone} GSA/370.0.763 Mobile/15E148 Safari/604.1`],
    ['DuckDuckGo', `${iPhone} Version/18.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`],
    ['Edge', `${iPhone} Version/18.0 EdgiOS/136.0.3240.91 Mobile/15E148 Safari/604.1`],
    ['an app', `${iPhone} Mobile/15E148`],
  ])('%s: the page tells how to get to Safari', (app, userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'inApp', app, opensPasses: false })
  })

  test.each([
    ['Chrome', `${iPhone} CriOS/136.0.7103.91 Mobile/15E148 Safari/604.1`],
    ['Firefox', `${iPhone} FxiOS/138.1 Mobile/15E148 Safari/605.1.15`],
  ])('%s hands passes to Wallet', (app, userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'inApp', app, opensPasses: true })
  })
})

describe('link scanners and previews', () => {
  test.each([
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
    'WhatsApp/2.24.20.89 A',
    'Twitterbot/1.0',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)',
    'Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1 (Applebot/0.1)',
    'SomethingNew-Bot/0.1',
    'ExampleCrawler',
  ])('%s', (userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'scanner' })
  })
})

describe('Android', () => {
  test.each([
    [
      'an Android phone',
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36',
    ],
    [
      'a telephone of the make CUBOT',
      'Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36',
    ],
  ])('%s', (_name, userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'android' })
  })
})

describe('everything else', () => {
  test.each([
    [
      'a Mac, or an iPad that says so',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    ],
    [
      'Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36',
    ],
    ['a program', 'curl/8.14.1'],
    ['nothing said', ''],
  ])('%s', (_name, userAgent) => {
    expect(clientOf(userAgent)).toEqual({ kind: 'other' })
  })
})
