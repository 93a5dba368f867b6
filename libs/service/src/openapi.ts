/** How routes become an OpenAPI 3.1 document. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import * as contracts from '@marquee/contracts';
import { describeApi } from './api-description.js';

const { Problem, problems } = contracts;

/** Schemas that get a name of their own in the document. */
const named: Readonly<Record<string, object>> = namedSchemas(contracts);

function namedSchemas(exported: Readonly<Record<string, unknown>>): Record<string, object> {
  const schemas: Record<string, object> = {};
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value === 'object' && value !== null && 'type' in value) schemas[name] = value;
  }
  return schemas;
}

export function openapiOptions(title: string, description: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title,
        description: describeApi(description),
        version: '0.1.0',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'Where this document came from.' }],
      security: [{}, { bearer: [] }], // routes that need a token say so
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: "The administrator's token." },
        },
      },
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return {};
      const { openapiObject } = document;
      const names = new Map(Object.entries(named).map(([name, schema]) => [text(schema), name]));
      const used = new Set<string>();
      const paths = hoist(openapiObject.paths, names, used);
      const schemas = components(names, used);
      return { ...openapiObject, paths, components: { ...openapiObject.components, schemas } };
    },
  };
}

const text = (value: unknown) => JSON.stringify(value);

/** Replaces each copy of a named schema by a reference to it, and notes its name in `used`. */
function hoist<T>(node: T, names: ReadonlyMap<string, string>, used: Set<string>): T {
  if (typeof node !== 'object' || node === null) return node;
  const name = names.get(text(node));
  if (name !== undefined) {
    used.add(name);
    return { $ref: `#/components/schemas/${name}` } as T;
  }
  return inside(node, names, used);
}

function inside<T extends object>(
  node: T,
  names: ReadonlyMap<string, string>,
  used: Set<string>,
): T {
  if (Array.isArray(node)) return node.map((item) => hoist(item, names, used)) as T & unknown[];
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, hoist(value, names, used)]),
  ) as T;
}

/** The named schemas that are used, also by one another. */
function components(names: ReadonlyMap<string, string>, used: Set<string>) {
  const schemas: Record<string, object> = {};
  for (const name of used) {
    const schema = named[name]; // the loop also meets names that are added meanwhile
    if (schema !== undefined) schemas[name] = inside(JSON.parse(text(schema)), names, used);
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Response schemas of these refusals, one for each status, naming the codes. For `schema.response`. */
export function problemResponses(
  ...codes: readonly contracts.ProblemCode[]
): Record<number, object> {
  const responses: Record<number, { description: string; content: object }> = {};
  for (const code of codes) {
    const [status, title] = problems[code];
    const before = responses[status]?.description;
    responses[status] = {
      description: `${before === undefined ? '' : `${before} `}\`${code}\`: ${title}.`,
      content: { 'application/problem+json': { schema: Problem } },
    };
  }
  return responses;
}
