/** The driver without a server: reads slices for some seconds, as many at a time as there would be connections. */
import { rivalSettings, sayThatItListens } from './rival-settings.js';
import { openSliceReader, type Place, type SliceSettings } from './slice-readers.js';

export interface DriverAloneSettings {
  readonly slices: SliceSettings;
  readonly places: readonly Place[];
}

export interface DriverRun {
  readonly seconds: number;
  readonly atOnce: number;
}

const { slices, places } = await rivalSettings<DriverAloneSettings>();
const read = await openSliceReader(slices);
let next = 0;

process.on('message', async ({ seconds, atOnce }: DriverRun) => {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let done = 0;
  const reader = async () => {
    while (performance.now() < endsAt) {
      const place = places[next++ % places.length];
      if (place === undefined) return;
      const reading = read(place);
      const items = typeof reading === 'string' ? reading : await reading;
      if (items === '') throw new Error(`nothing stands beyond ${JSON.stringify(place)}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  process.send?.({ slicesPerSecond: (done * 1_000) / (performance.now() - startedAt) });
});
sayThatItListens();
