# SPDX-License-Identifier: MIT
# The guest through Fiddle; BUGS: what goes wrong, "forget,drop_of_c".
require 'minitest/autorun'
require 'fiddle'

class GuestTest < Minitest::Test
  LIBRARY = Fiddle.dlopen(ENV.fetch('GUEST'))

  def call(name, takes, gives, *arguments)
    Fiddle::Function.new(LIBRARY[name], takes, gives).call(*arguments)
  end

  def bug?(name)
    ENV.fetch('BUGS', '').split(',').include?(name)
  end

  def test_greets
    text = call('guest_greet', [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOIDP, 'ruby')
    assert_equal 'Hello, ruby', text.to_s
    call('guest_free', [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOID, text)
  end

  def test_forgets
    call('guest_forget', [Fiddle::TYPE_INT], Fiddle::TYPE_INT, 17) if bug?('forget')
  end

  def test_drops_of_c
    call('guest_drop_of_c', [], Fiddle::TYPE_INT) if bug?('drop_of_c')
  end
end
