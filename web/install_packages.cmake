# Installs what package-lock.json names into the copy TO of the folder FROM, with NPM, running no package's scripts.
file(MAKE_DIRECTORY ${TO})
foreach(name package.json package-lock.json)
  file(COPY ${FROM}/${name} DESTINATION ${TO})
endforeach()
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error WORKING_DIRECTORY ${TO}
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "`npm ci` failed in ${TO} (message above). It needs the npm registry or npm's cache once; "
                      "without network configure with -DHALFCELL_PAGE=OFF to build everything but the report page.")
endif()
