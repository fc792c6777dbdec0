<?php
// SPDX-License-Identifier: MIT
// The guest through PHP's FFI; BUGS: what goes wrong, "forget,drop_of_c".
use PHPUnit\Framework\TestCase;

final class GuestTest extends TestCase
{
    private static FFI $guest;

    public static function setUpBeforeClass(): void
    {
        self::$guest = FFI::cdef(
            'char *guest_greet(const char *); void guest_free(char *);
             unsigned guest_forget(unsigned); unsigned guest_drop_of_c(void);',
            getenv('GUEST')
        );
    }

    private static function has(string $bug): bool
    {
        return in_array($bug, explode(',', getenv('BUGS') ?: ''));
    }

    public function testGreets(): void
    {
        $text = self::$guest->guest_greet('php');
        $this->assertSame('Hello, php', FFI::string($text));
        self::$guest->guest_free($text);
    }

    public function testForgets(): void
    {
        $this->assertSame(17, self::has('forget') ? self::$guest->guest_forget(17) : 17);
    }

    public function testDropsOfC(): void
    {
        $this->assertSame(1, self::has('drop_of_c') ? self::$guest->guest_drop_of_c() : 1);
    }
}
