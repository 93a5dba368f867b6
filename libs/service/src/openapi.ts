/** How routes become an OpenAPI 3.1 document. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import * as contracts from '@marquee/contracts';
import { aboutLogins, aboutTokens, describeApi, tags } from './api-description.js';
import { isParameter, showParameter } from './openapi-parameters.js';
import { isOptionalBody } from './optional-body.js';
import { problemExamples } from './problem-responses.js';

type Component = readonly [reference: string, content: object];

/** What gets a name of its own in the document. */
const components: readonly Component[] = [
  ...namedSchemas(contracts),
  ...Object.entries(problemExamples).map(
    ([code, example]): Component => [`#/components/examples/${code}`, example],
  ),
];

function namedSchemas(exported: Readonly<Record<string, unknown>>): Component[] {
  return Object.entries(exported).flatMap(([name, value]): Component[] =>
    typeof value === 'object' && value !== null && 'type' in value
      ? [[schemaReference(name), value]]
      : [],
  );
}

function schemaReference(name: string): string {
  return `#/components/schemas/${name}`;
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
      tags: [...tags],
      security: [{}, { bearer: [] }, { login: [] }], // routes that need a token say so
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: aboutTokens },
          login: {
            type: 'oauth2',
            description: aboutLogins,
            flows: { password: { tokenUrl: '/token', scopes: {} } },
          },
        },
      },
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return {};
      const { openapiObject } = document;
      const references = new Map(
        components.map(([reference, content]) => [text(content), reference]),
      );
      const hoisting = { references, used: new Set<string>() };
      const paths = hoist(withOptionalBodies(openapiObject.paths), hoisting);
      const named = usedComponents(hoisting);
      return { ...openapiObject, paths, components: { ...openapiObject.components, ...named } };
    },
  };
}

/** The generator says of every body that it is required. */
function withOptionalBodies<T>(node: T): T {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  const entries = Object.entries(node).map(([key, value]) =>
    key === 'requestBody' && isOptional(value)
      ? [key, { ...value, required: false }]
      : [key, withOptionalBodies(value)],
  );
  return Object.fromEntries(entries);
}

const isOptional = (body: { readonly content: Readonly<Record<string, { schema?: object }>> }) =>
  Object.values(body.content).every(({ schema }) => isOptionalBody(schema));

interface Hoisting {
  /** By the text of what gets the name. */
  readonly references: ReadonlyMap<string, string>;
  readonly used: Set<string>;
}

/** Bodies lose their `examples` to the media type around them: they are not part of what is compared. */
const text = (value: object) => JSON.stringify({ ...value, examples: undefined });

/** Replaces each copy of a component by a reference to it, and notes that in `used`. */
function hoist<T>(node: T, hoisting: Hoisting): T {
  if (typeof node !== 'object' || node === null) return node;
  if (isParameter(node)) return inside(showParameter(node) as T & object, hoisting);
  const reference = referenceFor(node, hoisting);
  if (reference === undefined) return inside(node, hoisting);
  hoisting.used.add(reference);
  return { $ref: reference } as T;
}

function referenceFor(node: object, { references }: Hoisting): string | undefined {
  if (!('x-documented-as' in node)) return references.get(text(node));
  return schemaReference(String(node['x-documented-as']));
}

function inside<T extends object>(node: T, hoisting: Hoisting): T {
  if (Array.isArray(node)) return node.map((item) => hoist(item, hoisting)) as T & unknown[];
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, hoist(value, hoisting)]),
  ) as T;
}

/** The components that are used, also by one another; sorted. */
function usedComponents(hoisting: Hoisting) {
  const contents = new Map(components);
  const found: Record<'schemas' | 'examples', [string, object][]> = { schemas: [], examples: [] };
  for (const reference of hoisting.used) {
    const content = contents.get(reference); // the loop also meets names that are added meanwhile
    if (content === undefined) throw new Error(`nothing is called ${reference}`);
    const [, , kind, name = ''] = reference.split('/');
    const plain: object = JSON.parse(JSON.stringify(content));
    found[kind === 'examples' ? kind : 'schemas'].push([name, inside(plain, hoisting)]);
  }
  return { schemas: sorted(found.schemas), examples: sorted(found.examples) };
}

const sorted = (entries: readonly [string, object][]) =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
