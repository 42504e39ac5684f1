import { expect, type Page } from '@playwright/test';

export interface Person {
  name: string;
  password: string;
}

type Answer = { value: any } | { error: string };

/** The page that uses Amplify, and its calls to the pool. */
export class AmplifyApp {
  readonly calls: { operation: string; outcome: string }[] = [];

  constructor(
    readonly page: Page,
    private readonly front: string,
    readonly url: string,
  ) {
    page.on('response', (response) => {
      const request = response.request();
      if (!response.url().startsWith(front) || !['document', 'fetch'].includes(request.resourceType())) return;
      const operation = request.headers()['x-amz-target']?.split('.').at(-1) ?? new URL(response.url()).pathname;
      const outcome = response.status() < 400 ? 'success' : response.headers()['x-amzn-errortype']?.split(':')[0];
      this.calls.push({ operation, outcome: outcome ?? String(response.status()) });
    });
  }

  async open(): Promise<void> {
    await this.page.goto(this.url);
    await this.expectToBeReady();
  }

  async expectToBeReady(): Promise<void> {
    await this.page.waitForFunction(() => 'auth' in globalThis);
  }

  /** Events of Amplify's Hub since the page was loaded, in any order. */
  async expectEvents(events: string[]): Promise<void> {
    const seen = () => this.page.evaluate(() => (globalThis as any).events ?? []);
    await expect.poll(seen).toEqual(expect.arrayContaining(events));
  }

  /** Calls a function of `aws-amplify/auth`. */
  async call(name: string, input?: object): Promise<any> {
    const answer = await this.ask(name, input);
    if ('error' in answer) throw new Error(`${name} was refused with ${answer.error}`);
    return answer.value;
  }

  /** Calls one that leads away from the page, and its script with it; waits for the next. */
  async leave(name: string, input?: object): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.page.evaluate(
      ([name, input]) => {
        void (globalThis as any).auth[name](input);
      },
      [name, input] as const,
    );
    await loaded;
  }

  /** Calls one that has to be refused with an error of this name. */
  async expectRefusal(error: string, name: string, input?: object): Promise<void> {
    expect(await this.ask(name, input), name).toEqual({ error });
  }

  /** Calls one of a flow with several steps, and expects this to be the next. */
  async expectStep(step: string, name: string, input: object): Promise<any> {
    const { nextStep } = await this.call(name, input);
    expect(Object.values(nextStep), name).toContain(step);
    return nextStep;
  }

  async signIn({ name, password }: Person): Promise<void> {
    await this.expectStep('DONE', 'signIn', { username: name, password });
  }

  /** The outcome of the last call of an operation or endpoint; nothing if there was none. */
  outcomeOf(operation: string): string | undefined {
    return this.calls.findLast((call) => call.operation === operation)?.outcome;
  }

  private ask(name: string, input?: object): Promise<Answer> {
    return this.page.evaluate(
      async ([name, input]) => {
        try {
          // Drops what cannot be serialised, such as functions.
          return { value: JSON.parse(JSON.stringify((await (globalThis as any).auth[name](input)) ?? null)) };
        } catch (error) {
          return { error: (error as Error).name };
        }
      },
      [name, input] as const,
    );
  }
}
