/** A scripted browser with cookies, redirects and forms. It runs no scripts. */
import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

/** The current address of the browser and the page there. */
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

  /** Sends a request with this browser's cookies. Does not follow redirects. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = await this.cookiesFor(url);
    if (cookies) headers.set('cookie', cookies);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    await this.receive(url, response.headers.getSetCookie());
    return response;
  }

  /** The `Cookie` header for this address; empty without cookies. */
  cookiesFor(url: string | URL): Promise<string> {
    return this.#jar.getCookieString(String(url));
  }

  /** Stores `Set-Cookie` values as if this address had sent them. */
  async receive(url: string | URL, cookies: readonly string[]): Promise<void> {
    for (const cookie of cookies) {
      await this.#jar.setCookie(cookie, String(url), { ignoreError: true });
    }
  }

  /** Opens an address and follows redirects. */
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

  /** Whether the page has a button with this name and value. */
  offers(name: string, value: string): boolean {
    return this.#button(name, value) !== null;
  }

  /** Fills in the form of the button and submits it. */
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
