# How a folder becomes a library. Settings travel on targets; nothing here is global.

# What every file of ours is compiled with. No contraction of a*b+c: same bytes on every machine.
add_library(duecast_flags INTERFACE)
target_compile_features(duecast_flags INTERFACE c_std_17)
target_compile_options(duecast_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wconversion -Wshadow
  $<$<BOOL:${DUECAST_WERROR}>:-Werror>)
target_compile_definitions(duecast_flags INTERFACE
  _POSIX_C_SOURCE=200809L DUECAST_VERSION="${PROJECT_VERSION}")
set_property(DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTY C_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)

if(NOT DUECAST_CLONES)
  target_compile_definitions(duecast_flags INTERFACE DUECAST_NO_CLONES=1)
endif()
if(DUECAST_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_compile_options(duecast_flags INTERFACE ${sanitizers} -O1 -g -fno-omit-frame-pointer)
  target_link_options(duecast_flags INTERFACE ${sanitizers})
  # One malloc per request: an arena's own blocks would hide overruns from the sanitizer.
  target_compile_definitions(duecast_flags INTERFACE DUECAST_ARENA_MALLOC=1)
endif()
if(DUECAST_COVERAGE)
  target_compile_options(duecast_flags INTERFACE --coverage -O0)
  target_link_options(duecast_flags INTERFACE --coverage)
endif()

set(DUECAST_LAYERS "")

# A folder without sources yet is an empty INTERFACE library, so that later layers still link.
# A layer's own folder is deliberately not on its include path: "csv.h" is found beside the file
# that asks for it, and <csv.h> stays libcsv's.
function(duecast_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "FOLDER;NEEDS" "DOORS")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${layer_FOLDER}/*.c)
  list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/cli/main.c)
  if(layer_NEEDS)
    set(layer_NEEDS duecast_${layer_NEEDS})
  endif()
  if(sources)
    add_library(duecast_${name} STATIC ${sources})
    target_include_directories(duecast_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(duecast_${name}
      PUBLIC ${layer_NEEDS} PRIVATE duecast_flags ${layer_DOORS} m)
    target_compile_definitions(duecast_${name} PRIVATE
      DUECAST_DATA_DIR="${CMAKE_INSTALL_FULL_DATADIR}/duecast"
      DUECAST_SOURCE_SCENARIOS="${PROJECT_SOURCE_DIR}/scenarios/library"
      DUECAST_SOURCE_LETTERS="${PROJECT_SOURCE_DIR}/reports/letters")
  else()
    add_library(duecast_${name} INTERFACE)
    target_include_directories(duecast_${name} INTERFACE ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(duecast_${name} INTERFACE ${layer_NEEDS})
  endif()
  set(DUECAST_LAYERS ${DUECAST_LAYERS} duecast_${name} PARENT_SCOPE)
  set(DUECAST_DOORS ${DUECAST_DOORS} ${layer_DOORS} PARENT_SCOPE)
endfunction()

# libduecast: the objects of all layers in one archive, for other programs to link.
function(duecast_umbrella)
  set(objects "")
  foreach(name IN LISTS ARGN)
    get_target_property(type duecast_${name} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      list(APPEND objects $<TARGET_OBJECTS:duecast_${name}>)
    endif()
  endforeach()
  if(NOT objects)
    return()
  endif()
  list(REMOVE_DUPLICATES DUECAST_DOORS)
  add_library(libduecast STATIC ${objects})
  set_target_properties(libduecast PROPERTIES
    OUTPUT_NAME duecast EXPORT_NAME duecast LINKER_LANGUAGE C)
  target_include_directories(libduecast INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(libduecast PRIVATE ${DUECAST_DOORS} m)
  add_library(duecast::duecast ALIAS libduecast)
endfunction()

# The program, and the pages it writes about itself from its own option table.
function(duecast_program main)
  if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${main})
    return()
  endif()
  add_executable(duecast ${main})
  target_include_directories(duecast_cli PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(duecast PRIVATE duecast_cli duecast_flags GSL::gsl)
  if(CMAKE_CROSSCOMPILING)
    return()
  endif()
  foreach(page man:duecast.1 completion:duecast.bash)
    string(REPLACE ":" ";" page ${page})
    list(GET page 0 kind)
    list(GET page 1 file)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/${file}
      COMMAND duecast help --${kind} > ${PROJECT_BINARY_DIR}/${file}
      DEPENDS duecast COMMENT "Writing ${file}" VERBATIM)
  endforeach()
  add_custom_target(duecast_manual ALL
    DEPENDS ${PROJECT_BINARY_DIR}/duecast.1 ${PROJECT_BINARY_DIR}/duecast.bash)
endfunction()
