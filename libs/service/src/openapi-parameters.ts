/** How parameters of routes are shown. */

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: object;
  readonly description?: string;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export function isParameter(node: object): node is Parameter {
  return 'name' in node && 'in' in node && 'schema' in node;
}

/**
 * Forms fill in a parameter's own examples: a filter that nobody asked for would then narrow every list that is tried out.
 * So they go into its description and its schema, which are only read. Headers are named as people write them.
 */
export function showParameter<P extends Parameter>({ example, examples, ...rest }: P) {
  const values = example === undefined ? valuesOf(examples) : [example];
  const name = rest.in === 'header' ? headerName(rest.name) : rest.name;
  if (values.length === 0) return { ...rest, name };
  const description = `${rest.description ?? ''} For example ${listed(values)}.`.trim();
  return { ...rest, name, description, schema: { ...rest.schema, examples: values } };
}

const valuesOf = (examples: Parameter['examples'] = {}) =>
  Object.values(examples).map(({ value }) => value);

const headerName = (name: string) =>
  name.replace(/(^|-)[a-z]/g, (initial) => initial.toUpperCase());

function listed(values: readonly unknown[]): string {
  const shown = values.map((value) => `\`${value}\``);
  const last = shown.pop();
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} or ${last}`;
}
