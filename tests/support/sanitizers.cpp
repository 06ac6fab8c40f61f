// What the sanitizers are told before main(), in every program built with HOUSTON_SANITIZE. Compiled in, so
// that it also holds for a program that a test starts with an environment of its own, or a person starts by
// hand; ASAN_OPTIONS, LSAN_OPTIONS, TSAN_OPTIONS and UBSAN_OPTIONS are read afterwards and win.
//
// A finding ends the program with 86, which no test takes for one of Houston's own exit codes.

extern "C" {

const char* __asan_default_options();
const char* __lsan_default_suppressions();
const char* __tsan_default_options();
const char* __tsan_default_suppressions();
const char* __ubsan_default_options();

const char* __asan_default_options() {
  return "exitcode=86:detect_leaks=1:detect_stack_use_after_return=1:check_initialization_order=1:"
         "strict_init_order=1:strict_string_checks=1:alloc_dealloc_mismatch=1";
}

const char* __lsan_default_suppressions() {
  return "";
}

const char* __tsan_default_options() {
  return "exitcode=86:halt_on_error=1:second_deadlock_stack=1:history_size=4";
}

const char* __tsan_default_suppressions() {
  return "";
}

const char* __ubsan_default_options() {
  return "exitcode=86:halt_on_error=1:print_stacktrace=1";
}

}  // extern "C"
