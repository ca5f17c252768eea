import fc from 'fast-check'

/** Text that means something to somebody who reads it carelessly. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '::set-output name=viewUrl::https://evil.example',
    '\n::add-mask::a',
    '##[error]',
    '../../v7/tests/2/snapshot?aid=1#',
    'https://user:secret@evil.example/',
    'javascript:alert(1)',
    '__proto__',
    '9'.repeat(400),
    '1'.repeat(20),
    '1e3',
    '-1',
    'x'.repeat(100_000),
    '2026-02-30T00:00:00Z',
    'ghadelimiter_1\nviewUrl<<x',
  ),
)
