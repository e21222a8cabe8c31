import { type Command, Option } from 'commander'
import { type Config, loadConfig, settings } from '../config.ts'
import type { Io } from './io.ts'

type SettingName = keyof Config

/** The command-line option of a setting; settings that a command line would give away have none. */
function optionOf(name: SettingName): Option | undefined {
  const setting = settings[name]
  if (!('flag' in setting)) return undefined
  const text = `${setting.meaning} Default: ${setting.defaultText}. Also ${setting.env}.`
  return new Option(setting.flag, text.replaceAll('`', ''))
}

/** Gives a command the options of these settings, under a heading of their own in its help. */
export function addSettings(command: Command, heading: string, names: readonly SettingName[]): Command {
  for (const name of names) {
    const option = optionOf(name)
    if (option) command.addOption(option.helpGroup(heading))
  }
  return command
}

/** The settings that a command line names, out of the command's options as commander gives them. */
export function flagsOf(options: object): Partial<Record<SettingName, string>> {
  const given = options as Record<string, string | undefined>
  const flags: Partial<Record<SettingName, string>> = {}
  for (const name of Object.keys(settings) as SettingName[]) {
    const value = given[optionOf(name)?.attributeName() ?? '']
    if (value !== undefined) flags[name] = value
  }
  return flags
}

/**
 * The configuration of a command that does its work and ends. Unless told otherwise it logs nothing: what goes wrong is
 * its error.
 *
 * @param options the command's options as commander gives them
 * @throws StartupError `configuration_invalid`
 */
export function configOf(io: Io, options: object): Config {
  return loadConfig({ BILLFOLD_LOG_LEVEL: 'silent', ...io.env }, flagsOf(options))
}
