import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const sathi: MantineColorsTuple = [
  '#e7f6f4',
  '#cfeae6',
  '#a3d7d0',
  '#70c1b7',
  '#46ada1',
  '#2a9c90',
  '#17887c',
  '#0f766c',
  '#0b6159',
  '#064b45',
];

export const theme = createTheme({
  primaryColor: 'sathi',
  colors: { sathi },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, monospace',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
});

/**
 * The library's dimmed and placeholder greys are below 4.5 to 1 on its own backgrounds; these are not. Severity colours
 * carry white text in both themes.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--severity-1': '#b3261e',
    '--severity-2': '#9a5200',
    '--severity-3': '#1f5fa8',
    '--severity-4': '#5a646e',
  },
  light: {
    '--mantine-color-dimmed': '#56616c',
    '--mantine-color-placeholder': '#66717c',
    '--mantine-color-error': '#b3261e',
    '--app-canvas': '#f4f6f7',
    '--app-surface': '#ffffff',
    '--app-line': '#dde3e7',
    '--app-edge': 'rgb(20 40 50 / 28%)',
    '--app-hover': '#eef3f3',
    '--app-chosen': '#e3f2f0',
    '--bubble-patient': '#ffffff',
    '--bubble-bot': '#e9eef1',
    '--bubble-staff': '#d6efeb',
    '--note': '#fff6d9',
    '--late': '#b3261e',
    '--soon': '#8a4a00',
  },
  dark: {
    '--mantine-color-dimmed': '#a7b2bc',
    '--mantine-color-placeholder': '#98a3ad',
    '--mantine-color-error': '#ff9c94',
    '--app-canvas': '#14191d',
    '--app-surface': '#1b2126',
    '--app-line': '#323b42',
    '--app-edge': 'rgb(0 0 0 / 75%)',
    '--app-hover': '#232b31',
    '--app-chosen': '#1c3735',
    '--bubble-patient': '#2a333a',
    '--bubble-bot': '#20272d',
    '--bubble-staff': '#17413d',
    '--note': '#3a3216',
    '--late': '#ff9c94',
    '--soon': '#ffc078',
  },
});
