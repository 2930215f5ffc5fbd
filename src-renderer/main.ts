/** Entry of the page in the app. */
import { mount } from 'svelte';
import { writeNumbersFor } from '#core/format/number.ts';
import App from './App.svelte';
import { electronBackend } from './backend/electron.ts';
import './styles/tokens.css';
import './styles/page.css';
import './styles/menu.css';

const { locale, ...api } = window.joulemark;
writeNumbersFor(locale ?? navigator.language);
mount(App, { target: document.body, props: { backend: electronBackend(api) } });
