import { describe, expect, it } from 'vitest'
import { logLine, serviceAtFault, taskFailed } from './complaints.ts'

const url = 'https://passes.example.com'
const about = { device: 'd0', passTypeIdentifier: 'pass.com.example', serialNumber: 's1' }

describe('complaints in the words of iOS', () => {
  it.each([
    [
      taskFailed({ name: 'Register', ...about }, url, 'Authentication failure'),
      'Register task (for device d0, pass type pass.com.example, serial number s1; with web service url https://passes.example.com) encountered error: Authentication failure',
    ],
    [
      taskFailed({ name: 'Unregister', ...about }, url, 'Unexpected response code 204'),
      'Unregister task (for device d0, pass type pass.com.example, serial number s1; with web service url https://passes.example.com) encountered error: Unexpected response code 204',
    ],
    [
      taskFailed({ name: 'Get serial #s', ...about, lastUpdated: null }, url, 'Unexpected response code 404'),
      'Get serial #s task (for device d0, pass type pass.com.example, last updated (null); with web service url https://passes.example.com) encountered error: Unexpected response code 404',
    ],
    [
      taskFailed(
        { name: 'Get pass', ...about, ifModifiedSince: 'Tue, 09 Aug 2016 21:57:32 GMT' },
        url,
        'Authentication failure',
      ),
      'Get pass task (pass type pass.com.example, serial number s1, if-modified-since Tue, 09 Aug 2016 21:57:32 GMT; with web service url https://passes.example.com) encountered error: Authentication failure',
    ],
    [
      taskFailed({ name: 'Personalize', ...about }, url, 'Unexpected response code 404'),
      'Personalize task (pass type pass.com.example, serial number s1; with web service url https://passes.example.com) encountered error: Unexpected response code 404',
    ],
    [
      serviceAtFault('pass.com.example', url, 'Update requested for unregistered serial number s1'),
      'Web service error for pass.com.example (https://passes.example.com): Update requested for unregistered serial number s1',
    ],
  ])('%s', (complaint, expected) => {
    expect(complaint).toBe(expected)
  })

  it.each([
    ['2026-11-22T09:00:00Z', 'UTC', '[2026-11-22 09:00:00 +0000] x'],
    ['2026-11-22T23:30:00Z', 'Europe/Berlin', '[2026-11-23 00:30:00 +0100] x'],
    ['2026-07-01T00:00:00Z', 'America/St_Johns', '[2026-06-30 21:30:00 -0230] x'],
  ])('bear the time where the phone is: %s in %s', (time, timeZone, expected) => {
    expect(logLine('x', new Date(time), timeZone)).toBe(expected)
  })
})
