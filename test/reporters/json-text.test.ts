import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/reporters/json-text.ts';

describe('JSON for people and programs', () => {
  it('is not turned around by what a server named its tool', () => {
    const value = { name: 'add\u202egnihton\u2066\u200b\u2028\u2029\ufeff\u009b31m\u007f\u{e0041}' };
    const text = jsonText(value);
    expect(text).not.toMatch(/[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/u);
    expect(text).toContain('\\u202e');
    expect(JSON.parse(text)).toEqual(value);
  });

  it('has no command of a CI system in it', () => {
    const value = { message: '##vso[task.complete] ##[error] ### \\##' };
    expect(jsonText(value)).not.toContain('##');
    expect(JSON.parse(jsonText(value))).toEqual(value);
  });

  it('has no half of a surrogate pair, and leaves text about one alone', () => {
    const value = ['\ud800 \udfff \ud83d\ude00', '\\ud800', '\\\ud800'];
    expect(JSON.parse(jsonText(value))).toEqual(['\ufffd \ufffd 😀', '\\ud800', '\\\ufffd']);
  });

  it('leaves every visible character as it is', () => {
    const value = { name: 'Prüfung ✔ 計算 😀', list: [1, null, true] };
    expect(jsonText(value, 2)).toBe(JSON.stringify(value, null, 2));
  });
});
