import { Rejected } from '@marquee/contracts';

/** Who writes. */
export interface Writer {
  readonly id: string;
  readonly role: 'viewer' | 'provider' | 'administrator';
}

/** Viewers write no catalogue. @throws {Rejected} `forbidden` */
export function checkProvider(writer: Writer): void {
  if (writer.role === 'viewer') throw new Rejected('forbidden');
}

/** Whoever wrote it, and administrators. @throws {Rejected} `forbidden` */
export function checkAuthor(written: { readonly userId: string }, writer: Writer): void {
  if (writer.role !== 'administrator' && writer.id !== written.userId) {
    throw new Rejected('forbidden', 'Another user wrote it.');
  }
}

/** Providers change only what they made, administrators everything. @throws {Rejected} `forbidden` */
export function checkOwner(resource: { readonly providerId: string }, writer: Writer): void {
  checkProvider(writer);
  if (writer.role !== 'administrator' && writer.id !== resource.providerId) {
    throw new Rejected('forbidden', 'Another provider made it.');
  }
}

/** Users act for themselves, administrators for everybody. @throws {Rejected} `forbidden` */
export function checkSelf(userId: string, writer: Writer, detail?: string): void {
  if (writer.role !== 'administrator' && writer.id !== userId) {
    throw new Rejected('forbidden', detail);
  }
}
