# Release unless told otherwise. Asserts guard money in the field too, so NDEBUG is never defined.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE        "-O3 -g1")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_C_FLAGS_MINSIZEREL     "-Os")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

string(COMPARE EQUAL "${CMAKE_BUILD_TYPE}" Debug DUECAST_IS_DEBUG)
