/**
 * Entry of the page on the fake backend, for development and tests; it is not part of the app.
 * `?scene=NAME` chooses what the machine is like; `?play=N` plays N events of the recorded run.
 */
import { mount } from 'svelte';
import { writeNumbersFor } from '#core/format/number.ts';
import App from './App.svelte';
import { FakeBackend } from './backend/fake/backend.ts';
import { sceneByName } from './backend/fake/scenes.ts';
import './styles/tokens.css';
import './styles/page.css';
import './styles/menu.css';

declare global {
  interface Window {
    /** The tests' handle on the fake. */
    fake: FakeBackend;
  }
}

writeNumbersFor(navigator.language);
const query = new URLSearchParams(location.search);
window.fake = new FakeBackend(sceneByName(query.get('scene') ?? 'counter'));
mount(App, { target: document.body, props: { backend: window.fake } });
