import { describe, expect, it } from 'vitest';
import { mirrorsInLines, mirrorsInStanzas } from './apt-sources.ts';
import { newestServerPackage } from './debian-mysqld.ts';

describe("the distribution's mirror in apt's sources", () => {
  it('is found in one-line entries', () => {
    const text = `
      # deb https://commented.example/debian bookworm main
      deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://mirror.example/debian bookworm main
      deb-src https://source.example/debian bookworm main
      deb https://mirror.example/debian-security bookworm-security main
      deb https://third-party.example/linux/packages bookworm stable
      deb http://archive.example/ubuntu/ noble main universe
    `;
    expect(mirrorsInLines(text)).toEqual([
      { uri: 'https://mirror.example/debian', signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg' },
      { uri: 'http://archive.example/ubuntu/', signedBy: undefined },
    ]);
  });

  it('is found in deb822 stanzas', () => {
    const text = [
      'Types: deb deb-src\n# a comment\nURIs: http://mirror.example/debian http://other.example/debian\nSuites: bookworm\n' +
        'Components: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg',
      'Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: bookworm\nSigned-By:\n -----BEGIN PGP\n .',
      'Enabled: no\nTypes: deb\nURIs: http://disabled.example/debian',
      'Types: deb-src\nURIs: http://source.example/debian',
      'Types: deb\nURIs: http://mirror.example/debian-security',
    ].join('\n\n');
    expect(mirrorsInStanzas(text)).toEqual([
      { uri: 'http://mirror.example/debian', signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg' },
      { uri: 'http://other.example/debian', signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg' },
      { uri: 'mirror+file:/etc/apt/mirrors/debian.list', signedBy: undefined },
    ]);
  });
});

describe('the server package', () => {
  it.each([
    [['mysql-server-core', 'mysql-server-core-debug'], 'mysql-server-core'],
    [['mysql-server-core-8.0', 'mysql-server-core-8.4', 'mysql-server-core-10.0'], 'mysql-server-core-10.0'],
    [['mariadb-server-core'], undefined],
  ])('of %j is %s', (names, expected) => {
    expect(newestServerPackage(names)).toBe(expected);
  });
});
