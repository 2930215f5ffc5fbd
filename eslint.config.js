import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Rounding inside `Number(…)` is no writing: it makes another number. */
const WRITES_NUMBERS =
  ':not(CallExpression[callee.name="Number"]) > CallExpression[callee.property.name=/^to(Fixed|Precision|Locale.*String)$/]';

export default ts.config(
  { ignores: ['node_modules', 'out', 'dist', 'build', 'coverage', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  {
    rules: {
      // Unused names marked with _ are there for the shape of a signature.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['scripts/**', 'benchmarks/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  { files: ['src-main/**', 'models/**', 'test/**'], languageOptions: { globals: globals.node } },
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['src-renderer/**', 'src-main/report/board-html/page/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    // What people read is written in one way. The fake stands for the main process, which writes plainly.
    files: ['src-renderer/**', 'src-main/core/format/**'],
    ignores: [
      'src-renderer/backend/fake/**',
      ...['src-main/core/format/number.ts', 'src-main/core/format/reproduce.ts'],
      ...['src-renderer/state/time-text.ts'],
      // Numbers as they are typed, which is without groups.
      ...['src-renderer/state/typed-number.ts', 'src-renderer/features/settings/decimal.ts'],
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `${WRITES_NUMBERS}, MemberExpression[object.name="Intl"][property.name=/^(Number|DateTime)Format$/]`,
          message: 'Write numbers with #core/format/number.ts, moments with state/time-text.ts.',
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
);
