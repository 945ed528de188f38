/** A browser without a window: cookies, redirects and forms, as a person's clicks would use them. */
import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

/** Where the browser is, and what it shows. */
export interface ShownPage {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly document: HTMLElement;
}

const MAX_REDIRECTS = 20;

export class Browser {
  readonly #jar = new CookieJar(undefined, { rejectPublicSuffixes: false });
  page: ShownPage | null = null;
  /** Every address that was visited, redirects included. */
  readonly visited: URL[] = [];

  /** A request with this browser's cookies; answers are not followed. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = await this.#jar.getCookieString(String(url));
    if (cookies) headers.set('cookie', cookies);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    await this.receive(url, response.headers.getSetCookie());
    return response;
  }

  /** Keeps cookies as an answer from this address would bring them. */
  async receive(url: string | URL, cookies: readonly string[]): Promise<void> {
    for (const cookie of cookies) {
      await this.#jar.setCookie(cookie, String(url), { ignoreError: true });
    }
  }

  /** Goes to an address and follows where it leads. */
  async open(url: string | URL, init: RequestInit = {}): Promise<ShownPage> {
    let target = new URL(url);
    let request = init;
    for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
      this.visited.push(target);
      const response = await this.fetch(target, request);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        const text = await response.text();
        this.page = { url: target, status: response.status, text, document: parse(text) };
        return this.page;
      }
      target = new URL(location, target);
      if (response.status !== 307 && response.status !== 308) request = {};
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects, the last to ${target.href}`);
  }

  /** Whether the page has a button that sends this name and value. */
  offers(name: string, value: string): boolean {
    return this.#button(name, value) !== null;
  }

  /** Fills the button's form and presses it. */
  async press(
    name: string,
    value: string,
    fields: Record<string, string> = {},
  ): Promise<ShownPage> {
    const page = this.#shown();
    const button = this.#button(name, value);
    const form = button?.closest('form');
    if (!button || !form) throw new Error(`No button ${name}=${value} on: ${page.text}`);
    const body = new URLSearchParams();
    for (const input of form.querySelectorAll('input')) {
      body.set(input.getAttribute('name') ?? '', input.getAttribute('value') ?? '');
    }
    body.set(name, value);
    for (const [field, text] of Object.entries(fields)) body.set(field, text);
    const action = new URL(form.getAttribute('action') ?? page.url.href, page.url);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: action.origin };
    return this.open(action, { method: 'POST', body: body.toString(), headers });
  }

  #button(name: string, value: string): HTMLElement | null {
    const buttons = this.#shown().document.querySelectorAll('button');
    const matches = (button: HTMLElement) =>
      button.getAttribute('name') === name && button.getAttribute('value') === value;
    return buttons.find(matches) ?? null;
  }

  #shown(): ShownPage {
    if (!this.page) throw new Error('The browser shows no page yet');
    return this.page;
  }
}
