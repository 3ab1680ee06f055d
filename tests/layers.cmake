# cmake -DROOT=... -P layers.cmake: fails when a file includes a public header of a later stage, a
# private header of another folder, or a library that enters by another door.
cmake_minimum_required(VERSION 3.22)

set(stages base read learn simulate measure scenarios reports cli)
set(folder_of_base      forecast/base)
set(folder_of_read      forecast/read)
set(folder_of_learn     forecast/learn)
set(folder_of_simulate  forecast/simulate)
set(folder_of_measure   forecast/measure)
set(folder_of_scenarios scenarios)
set(folder_of_reports   reports)
set(folder_of_cli       cli)

# Which stage offers which public header. A header that is missing here is a failure too.
set(headers_of_base      status issues issue_list money date arena random words word_list clones
                         nearest doubles late_interest)
set(headers_of_read      table ageing book plan_line tail_told yaml collection)
set(headers_of_learn     acted billing model month_days pay_runs rises sales_habit standing)
set(headers_of_simulate  ramp scope policy policy_cash paths spread daily)
set(headers_of_measure   measures metrics cash cash_tail backtest working_capital
                         currency_effect bridge bad_debt instalment_plan demand worklist
                         credit_review early_warning risk variance)
set(headers_of_scenarios scenario objective solve loyalty)
set(headers_of_reports   report notices)
set(headers_of_cli       "")

# The doors: a library's headers, and the stages that may name them.
set(doors
  "Random123/=base" "nettle/=base" "xxhash=base"
  "uni(str|width|lbrk|case|ctype|norm)\\.h=base,reports,cli" # not unistd.h
  "csv\\.h=read" "yaml\\.h=read" "gsl/=learn,simulate,measure,cli"
  "omp\\.h=read,learn,simulate,measure,cli"
  "xlsxwriter=reports" "minizip/=reports" "zlib\\.h=reports" "jansson=reports,cli")

set(breaches 0)
macro(breach text)
  message("${text}")
  math(EXPR breaches "${breaches} + 1")
endmacro()

function(check_include file stage allowed include)
  if(include MATCHES "\"duecast/([a-z_0-9]+)\\.h\"")
    if(NOT CMAKE_MATCH_1 IN_LIST allowed)
      breach("${file}: stage '${stage}' may not use duecast/${CMAKE_MATCH_1}.h")
    endif()
  elseif(include MATCHES "\"(.*/)?([^/]+)\"")
    get_filename_component(folder ${file} DIRECTORY)
    if(CMAKE_MATCH_1 AND NOT CMAKE_MATCH_1 STREQUAL "${folder}/"
       OR NOT EXISTS ${ROOT}/${folder}/${CMAKE_MATCH_2})
      breach("${file}: '${CMAKE_MATCH_1}${CMAKE_MATCH_2}' is not a header of its own folder")
    endif()
  else()
    foreach(door IN LISTS doors)
      string(REPLACE "=" ";" door ${door})
      list(GET door 0 library)
      list(GET door 1 open_to)
      string(REPLACE "," ";" open_to ${open_to})
      if(include MATCHES "<${library}" AND NOT stage IN_LIST open_to)
        breach("${file}: ${include}: this library enters by '${open_to}' only")
      endif()
    endforeach()
  endif()
  set(breaches ${breaches} PARENT_SCOPE)
endfunction()

function(check_file file stage allowed)
  file(STRINGS ${ROOT}/${file} includes REGEX "^#[ ]*include ")
  foreach(include IN LISTS includes)
    check_include(${file} ${stage} "${allowed}" "${include}")
  endforeach()
  set(breaches ${breaches} PARENT_SCOPE)
endfunction()

set(allowed "")
foreach(stage IN LISTS stages)
  list(APPEND allowed ${headers_of_${stage}})
  file(GLOB files RELATIVE ${ROOT} ${ROOT}/${folder_of_${stage}}/*.[ch])
  foreach(header IN LISTS headers_of_${stage})
    if(EXISTS ${ROOT}/include/duecast/${header}.h)
      list(APPEND files include/duecast/${header}.h)
    endif()
  endforeach()
  foreach(file IN LISTS files)
    check_file(${file} ${stage} "${allowed}")
  endforeach()
endforeach()

# duecast.h includes them all and belongs to none.
list(APPEND allowed duecast)
file(GLOB headers RELATIVE ${ROOT}/include/duecast ${ROOT}/include/duecast/*.h)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.h$" "" name ${header})
  if(NOT name IN_LIST allowed)
    breach("include/duecast/${header}: belongs to no stage; add it to tests/layers.cmake")
  endif()
endforeach()

if(breaches GREATER 0)
  message(FATAL_ERROR "${breaches} breaches of the one-way line")
endif()
