# GNU libunistring ships neither pkg-config nor CMake files. Defines Unistring::Unistring.
find_path(UNISTRING_INCLUDE_DIR NAMES uniwidth.h)
find_library(UNISTRING_LIBRARY NAMES unistring)
mark_as_advanced(UNISTRING_INCLUDE_DIR UNISTRING_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Unistring
  REQUIRED_VARS UNISTRING_LIBRARY UNISTRING_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install libunistring (Debian: libunistring-dev)")
if(Unistring_FOUND AND NOT TARGET Unistring::Unistring)
  add_library(Unistring::Unistring UNKNOWN IMPORTED)
  set_target_properties(Unistring::Unistring PROPERTIES
    IMPORTED_LOCATION "${UNISTRING_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${UNISTRING_INCLUDE_DIR}")
endif()
