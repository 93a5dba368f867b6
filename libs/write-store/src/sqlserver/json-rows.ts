/**
 * OPENJSON in the forms that the statements share. Its texts have the database's collation, so a
 * comparison names the columns'.
 */
export const bin2 = 'COLLATE Latin1_General_100_BIN2';

/** Ids are UUIDs, but those of some records, which are longer. */
export const idsOf = (parameter: string) => `OPENJSON(${parameter}) WITH (id nvarchar(100) '$')`;
export const textsOf = (parameter: string) =>
  `OPENJSON(${parameter}) WITH (value nvarchar(400) '$')`;
export const numbersOf = (parameter: string) => `OPENJSON(${parameter}) WITH (value bigint '$')`;

/** A list of ids for `IN (…)`. */
export const listed = (parameter: string) => `SELECT j.id ${bin2} FROM ${idsOf(parameter)} AS j`;
