/** What a test puts into an archive; `header` may falsify the 512 bytes before their checksum is taken. */
export interface TarEntry {
  name: string;
  bytes?: Uint8Array;
  type?: string;
  prefix?: string;
  size?: string;
  header?: (header: Buffer) => void;
}

/** A tar archive of these entries, in the ustar form, ended as it must be. */
export function tarOf(...entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, bytes = Buffer.alloc(0), ...entry }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'latin1');
    header.write('0000644\0', 100);
    header.write(entry.size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    header.write('00000000000\0', 136);
    header.write(entry.type ?? '0', 156, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    header.write(entry.prefix ?? '', 345, 155, 'latin1');
    entry.header?.(header);
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
