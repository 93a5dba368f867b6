/** The contract's formats and rules that JSON Schema has no words for. */
import { emailKeyOf, isCountry, MAX_EMAIL_LENGTH } from '@marquee/contracts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;

export const formats: Record<string, (text: string) => boolean> = {
  uuid: (text) => uuid.test(text),
  date: isDay,
  'date-time': (text) => {
    const match = instant.exec(text);
    return match?.[1] !== undefined && isDay(match[1]);
  },
  country: isCountry,
  'https-url': isHttpsUrl,
  'webhook-url': isWebhookUrl,
  'language-tag': isLanguageTag,
  email: isEmail,
};

/** Whether such a day exists: 2023-02-30 does not, and SQL Server knows no year 0. */
function isDay(text: string): boolean {
  if (!day.test(text) || text.startsWith('0000')) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isHttpsUrl(text: string): boolean {
  if (!/^https:\/\/[^\s\\]+$/i.test(text) || hasForbiddenCharacters(text)) return false;
  return URL.canParse(text);
}

/** A password in it would stand in answers and logs. */
function isWebhookUrl(text: string): boolean {
  if (!isHttpsUrl(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === '' && password === '' && hash === '';
}

/** Of at most 35 characters, as RFC 5646 (4.4.1) advises; private subtags could go on for ever. */
function isLanguageTag(text: string): boolean {
  try {
    return text.length <= 35 && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * Something before and after one `@`, without blanks, and a host of labels: whether mail arrives nobody can tell from the text. Outer
 * blanks are passed over. Other letters than ASCII ones may stand on both sides (RFC 6531).
 */
function isEmail(text: string): boolean {
  if (emailKeyOf(text).length > MAX_EMAIL_LENGTH) return false;
  return /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*$/u.test(text.trim());
}

/** Lone surrogates, and control characters but newline and tab. */
export function hasForbiddenCharacters(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text) || !text.isWellFormed();
}

/** Rules over several fields, by the name that schemas give in `x-rule`. Fields of a wrong type are not their matter. */
export const rules: Record<string, (value: Record<string, unknown>) => boolean> = {
  'actor-id-or-name': ({ actorId, name }) => actorId !== undefined || name !== undefined,
  'year-agrees-with-release-date': ({ releaseDate, year }) =>
    typeof releaseDate !== 'string' ||
    typeof year !== 'number' ||
    !isDay(releaseDate) ||
    Number(releaseDate.slice(0, 4)) === year,
  'end-date-not-before-start-date': ({ startDate, endDate }) =>
    typeof startDate !== 'string' ||
    typeof endDate !== 'string' ||
    !isDay(startDate) ||
    !isDay(endDate) ||
    startDate <= endDate,
};
