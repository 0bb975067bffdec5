# What every target of the project is compiled with. Set per target: flags of a project that embeds this one stay its own.
add_library(wardmap_compile INTERFACE)
target_compile_features(wardmap_compile INTERFACE c_std_11)
target_compile_definitions(wardmap_compile INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(wardmap_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes -Wmissing-prototypes
  -fvisibility=hidden -ffp-contract=off
  $<$<BOOL:${WARDMAP_WERROR}>:-Werror>)
if(WARDMAP_SANITIZE)
  target_compile_options(wardmap_compile INTERFACE -fsanitize=${WARDMAP_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(wardmap_compile INTERFACE -fsanitize=${WARDMAP_SANITIZE})
endif()
if(WARDMAP_COVERAGE)
  target_compile_options(wardmap_compile INTERFACE --coverage)
  target_link_options(wardmap_compile INTERFACE --coverage)
endif()
