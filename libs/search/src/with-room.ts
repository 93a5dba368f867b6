type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The same array where it has room for so many, else one of at least twice the length with the same content. */
export function withRoom<A extends Numbers>(array: A, length: number): A {
  if (array.length >= length) return array;
  const Same = array.constructor as new (length: number) => A;
  const longer = new Same(Math.max(length, array.length * 2));
  longer.set(array);
  return longer;
}
