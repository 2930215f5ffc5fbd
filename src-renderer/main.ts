/** Entry of the page in the app. */
import { mount } from 'svelte';
import App from './App.svelte';
import { electronBackend } from './backend/electron.ts';
import './styles/all.css';

mount(App, { target: document.body, props: { backend: electronBackend(window.joulemark) } });
