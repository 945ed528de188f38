/** Enough to recognize a name, and few enough for a sentence at a width of 320 px. */
const LONGEST = 48;
/** From the first right-to-left script, and the controls that a name must not leave open. */
const OTHER_DIRECTION = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFEFC]/;
const [ISOLATE, END] = ['\u2068', '\u2069'];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A name for use in a sentence: cut if it is long, and isolated if it is written from right to
 * left. Show the whole name in a title, or elsewhere on the screen.
 */
export function shortName(name: string): string {
  const short = cut(name);
  return OTHER_DIRECTION.test(short) ? `${ISOLATE}${short}${END}` : short;
}

/** Never splits a character. One of many combining marks counts as many. */
function cut(name: string): string {
  if (name.length <= LONGEST) return name;
  let short = '';
  for (const { segment } of graphemes.segment(name)) {
    if (short.length + segment.length > LONGEST) break;
    short += segment;
  }
  return `${
    short ||
    Array.from(name)
      .slice(0, LONGEST / 2)
      .join('')
  }…`;
}
