# SPDX-License-Identifier: Apache-2.0
#
# Runs PROGRAM with ARGUMENTS; it has to succeed and to print what is in the file EXPECTED.
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} OUTPUT_VARIABLE found RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
file(READ ${EXPECTED} expected)
if(NOT found STREQUAL expected)
  message(FATAL_ERROR "${PROGRAM} does not print what ${EXPECTED} says, but:\n${found}")
endif()
