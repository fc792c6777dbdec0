# SPDX-License-Identifier: MIT
# For minitest: one result of `freehold exec` for each test. Each test runs in a process of its own, a fork of minitest's, and
# Freehold judges each process by itself: of a test's leaks, those since the fork. Without Freehold, tests run as ever. Use, with the
# folder that holds this file:
#
#     freehold exec --focus 'libguest*' -- ruby -I FOLDER -r freehold_minitest guest_test.rb
require 'fiddle'
require 'minitest'

module FreeholdMinitest
  SAY_TEST = begin
    Fiddle::Function.new(Fiddle::Handle::DEFAULT['freehold_test'], [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOID)
  rescue Fiddle::DLError
    nil
  end

  def run
    return super if SAY_TEST.nil?

    source, out = IO.pipe(binmode: true)
    child = fork do
      source.close
      SAY_TEST.call("#{self.class}##{name}")
      out.write(Marshal.dump(super()))
      out.close
      [$stdout, $stderr].each(&:flush)
      GC.start # what waits for the collector is not lost
      exit!(0)
    end
    out.close
    data = source.read
    Process.wait(child)
    $?.success? ? Marshal.load(data) : freehold_died($?)
  end

  # The result of a test whose process has ended before it could say how the test went.
  def freehold_died(status)
    failures << Minitest::UnexpectedError.new(RuntimeError.new("the test's process: #{status}"))
    Minitest::Result.from(self)
  end
end

Minitest::Test.prepend(FreeholdMinitest)
