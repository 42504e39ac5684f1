import type { Reporter, Suite } from '@playwright/test/reporter';

/** Ends the run with the one line that every CI can read. Nothing is retried, so each test has one outcome. */
export default class ClosingLine implements Reporter {
  private suite?: Suite;

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite;
  }

  onExit() {
    const outcomes = this.suite?.allTests().map((test) => test.outcome()) ?? [];
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    const failed = count('unexpected') + count('flaky');
    console.log(`\n${count('expected')} passed, ${failed} failed, ${count('skipped')} skipped`);
    return Promise.resolve();
  }
}
