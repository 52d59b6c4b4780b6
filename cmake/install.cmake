# What `make install` puts where: the command, both libraries, the headers, the data, and what lets other builds find the
# library (pkg-config and CMake).
if(TARGET halfcell_app)
  install(TARGETS halfcell_app RUNTIME)
endif()
install(TARGETS halfcell_shared EXPORT halfcell_targets LIBRARY)
install(TARGETS halfcell ARCHIVE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/halfcell DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# Data from the tree, and data made by the build (the template of the report page).
foreach(folder ${PROJECT_SOURCE_DIR}/data/ ${PROJECT_BINARY_DIR}/share/)
  install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/halfcell OPTIONAL)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The prefix relative to the .pc file: what was installed may be moved.
file(RELATIVE_PATH HALFCELL_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" HALFCELL_PC_PREFIX ${HALFCELL_PC_PREFIX})
set(HALFCELL_PC_BLAS ${LAPACK_LIBRARIES})
list(REMOVE_DUPLICATES HALFCELL_PC_BLAS)
list(JOIN HALFCELL_PC_BLAS " " HALFCELL_PC_BLAS)
configure_file(${PROJECT_SOURCE_DIR}/cmake/halfcell.pc.in ${PROJECT_BINARY_DIR}/halfcell.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/halfcell.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

include(CMakePackageConfigHelpers)
set(HALFCELL_CMAKE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/halfcell)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/halfcell-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/halfcell-config-version.cmake DESTINATION ${HALFCELL_CMAKE_FOLDER})
install(EXPORT halfcell_targets FILE halfcell-config.cmake NAMESPACE halfcell:: DESTINATION ${HALFCELL_CMAKE_FOLDER})
