# SPDX-License-Identifier: MIT
# The guest through Fiddle; BUGS: what goes wrong, "guest_forget,guest_drop_of_c".
require 'minitest/autorun'
require 'fiddle'

class GuestTest < Minitest::Test
  LIBRARY = Fiddle.dlopen(ENV.fetch('GUEST'))

  def call(name, takes, gives, *arguments)
    Fiddle::Function.new(LIBRARY[name], takes, gives).call(*arguments)
  end

  def test_greets
    text = call('guest_greet', [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOIDP, 'ruby')
    assert_equal 'Hello, ruby', text.to_s
    call('guest_free', [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOID, text)
  end

  def test_bugs
    ENV.fetch('BUGS', '').split(',').each { |bug| call(bug, [Fiddle::TYPE_INT], Fiddle::TYPE_INT, 17) }
  end
end
