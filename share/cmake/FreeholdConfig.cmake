# SPDX-License-Identifier: MIT
#[==[
find_package(Freehold [VERSION] [REQUIRED]) sets Freehold_EXECUTABLE, and defines

freehold_add_scenarios(FILE.scn…
  [ENGINES NAME[,NAME]]    the engines that watch (default: freehold run's)
  [CONFIG FILE]            freehold.ini (default: the nearest one of each file)
  [PREFIX TEXT]            begins the tests' names (default: the file's name and a dot)
  [TIMEOUT SECONDS]        for one scenario under one engine (default: freehold run's)
  [DEPENDS FIXTURE…]       fixtures of CTest that the tests require, such as one that builds the static library
  [OPTIONS WORD…])         more options of freehold run

A test for each scenario, with the label `freehold`. Each leaves its reports in a folder of its own below freehold-report/ in the build
tree; `freehold report build/freehold-report/*` makes one report of all.
]==]
get_filename_component(_freehold_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_program(Freehold_EXECUTABLE freehold HINTS "${_freehold_prefix}/bin")
unset(_freehold_prefix)
if(NOT Freehold_EXECUTABLE)
  set(Freehold_FOUND FALSE)
  set(Freehold_NOT_FOUND_MESSAGE "there is no program freehold beside ${CMAKE_CURRENT_LIST_FILE}, nor on PATH; set Freehold_EXECUTABLE")
  return()
endif()

# The scenarios are listed when CMake runs; it runs again when a file changes.
function(freehold_add_scenarios)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "ENGINES;CONFIG;PREFIX;TIMEOUT" "DEPENDS;OPTIONS")
  if(NOT arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "freehold_add_scenarios: name a scenario file")
  endif()
  set(options ${arg_OPTIONS} --build-dir "${CMAKE_CURRENT_BINARY_DIR}/freehold")
  set(config)
  if(arg_CONFIG)
    get_filename_component(path "${arg_CONFIG}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    set(config --config "${path}")
  endif()
  if(arg_ENGINES)
    list(APPEND options --engine "${arg_ENGINES}")
  endif()
  if(arg_TIMEOUT)
    list(APPEND options --timeout "${arg_TIMEOUT}")
  endif()
  foreach(file IN LISTS arg_UNPARSED_ARGUMENTS)
    get_filename_component(path "${file}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    execute_process(
      COMMAND "${Freehold_EXECUTABLE}" check --list ${config} "${path}"
      OUTPUT_VARIABLE listed ERROR_VARIABLE errors RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "freehold_add_scenarios: ${file}:\n${errors}")
    endif()
    # A list's separator and brackets may stand in a name: one line after the other, by hand.
    get_filename_component(stem "${path}" NAME_WE)
    set(prefix "${stem}.")
    if(DEFINED arg_PREFIX)
      set(prefix "${arg_PREFIX}")
    endif()
    set(rest "${listed}\n")
    while(rest MATCHES "^[^\t\n]*\t([0-9]+)\t([^\n]*)\n(.*)$")
      set(line "${CMAKE_MATCH_1}")
      set(name "${CMAKE_MATCH_2}")
      set(rest "${CMAKE_MATCH_3}")
      set(out "${CMAKE_CURRENT_BINARY_DIR}/freehold-report/${stem}-${line}")
      add_test(NAME "${prefix}${name}"
        COMMAND "${Freehold_EXECUTABLE}" run ${options} ${config} --out "${out}" --scenario "${name}" "${path}")
      set_tests_properties("${prefix}${name}" PROPERTIES LABELS freehold FIXTURES_REQUIRED "${arg_DEPENDS}")
    endwhile()
    if(NOT rest STREQUAL "")
      message(FATAL_ERROR "freehold_add_scenarios: freehold check --list ${file} printed: ${rest}")
    endif()
  endforeach()
endfunction()
