# SPDX-License-Identifier: ISC
# GNU make. `make deps` installs what is missing; everything built lands in $(BUILD).
#
#   make [all]      build/rmxfilter            make SANITIZE=1   the same with ASan and UBSan, in build/sanitize
#   make demo       build, and see it work     make test         all tests, in both builds
#   make lint coverage bench bench-pages bench-check bench-counts fuzz faults valgrind format install uninstall dist deb clean
#   make tags compile_commands.json profile release-check

PKG_CONFIG ?= pkg-config
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
DOCDIR  ?= $(PREFIX)/share/doc/rmxfilter
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
INSTALL ?= install
# The newest release in CHANGES.md; debian/changelog, which Debian's tools read, must name the same.
VERSION := $(shell awk '/^[^ -]+ [0-9]+[.][0-9.]+ / { print $$2; exit }' CHANGES.md)

# Only Linux has the filter of system calls. SECCOMP=no builds without, and explain says that there is none.
SYSTEM  := $(shell uname -s)
SECCOMP ?= $(if $(filter Linux,$(SYSTEM)),yes,no)

# --- what it needs ---------------------------------------------------------------------------------------

BUILD_PACKAGES := gcc libc6-dev make pkg-config libglib2.0-dev libgmp-dev libidn2-dev \
	libjansson-dev libpsl-dev libseccomp-dev libunistring-dev nettle-dev procmail
# Where Debian starts services of these when they are installed, the tests do not need them: each starts its own.
TEST_PACKAGES  := libcriterion-dev libgmime-3.0-dev bats chromium jq openssl python3 python3-authheaders python3-authres python3-dkim python3-html5lib python3-nacl python3-spf python3-yaml procps util-linux time \
	bind9-dnsutils bind9-utils dnsdist iproute2 ldnsutils nsd unbound \
	dovecot-imapd dovecot-pop3d dovecot-sieve fdm fetchmail getmail6 isync libemail-address-xs-perl \
	libmail-authenticationresults-perl libmailtools-perl libopendkim-dev libopendmarc2 maildrop mblaze mutt notmuch openssl \
	postsrsd spamassassin zsh \
	clang clang-format clang-tidy cppcheck libclang-rt-dev mandoc musl-tools shellcheck universal-ctags valgrind
# Postfix would push out whatever serves this machine's mail: its test is skipped where there is another.
TEST_PACKAGES  += $(if $(wildcard /usr/sbin/sendmail),,postfix)
BENCH_PACKAGES := spfquery spf-tools-perl python3-spf spamassassin nsd openssl unbound iproute2 util-linux
LIBRARIES      := glib-2.0 libpsl libidn2 jansson $(if $(filter yes,$(SECCOMP)),libseccomp) hogweed nettle gmp

# Each shared library costs every start a quarter of a millisecond, whether this mail needs it or not. From archives they cost
# next to nothing, but a library's update counts only when the program is built anew. So packages say SHARED=1: all
# libraries are shared. The C library, whose resolver has settings of its own, is shared in any case.
SHARED         ?= $(SANITIZE)

# --- how it is built -------------------------------------------------------------------------------------

ifdef SANITIZE
BUILD    ?= build/sanitize
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPTIMIZE ?= -O1 -g
else
BUILD    ?= build
OPTIMIZE ?= -O2 -g
endif

# What this compiler can do on this machine to make a mistake a crash and not a way in. Flags of the
# builder's own (Debian's) come later, and win. Sanitizers see more without.
can       = $(shell $(CC) -Werror -O2 $(1) -include features.h -x c -c -o /dev/null /dev/null 2>/dev/null && echo '$(1)')
ifndef SANITIZE
HARDENING := $(foreach flag,-fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero \
	-fcf-protection=full -mbranch-protection=standard,$(call can,$(flag)))
ifeq (,$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(filter -O0,$(OPTIMIZE)))
HARDENING += -U_FORTIFY_SOURCE $(or $(call can,-D_FORTIFY_SOURCE=3),-D_FORTIFY_SOURCE=2)
endif
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wformat=2 -Wconversion \
	-Wimplicit-fallthrough
ifdef WERROR
WARNINGS += -Werror
endif

CPPFLAGS_ALL := -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -I. -Irmxfilter -I$(BUILD) \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null)) $(CPPFLAGS)
CFLAGS_ALL    = -std=gnu17 $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(SANITIZER) -fPIE -MMD -MP $(CFLAGS)
LDFLAGS_ALL   = -pie -Wl,-z,relro,-z,now,-z,noexecstack $(SANITIZER) -Wl,--as-needed $(LDFLAGS)
GMIME         = $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags gmime-3.0 2>/dev/null))
LIBS          = @$(BUILD)/libraries$(if $(filter Linux,$(SYSTEM)), -lresolv)
LINK          = $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o $(BUILD)/parts.a,$^) $(LIBS)

SOURCES := $(sort $(wildcard mime/*.c mime/*/*.c rmxfilter/*.c rmxfilter/*/*.c rmxfilter/*/*/*.c))
HEADERS := $(sort $(wildcard mime/*.h mime/*/*.h rmxfilter/*.h rmxfilter/*/*.h rmxfilter/*/*/*.h tests/*/*.h))
TESTERS := $(sort $(wildcard tests/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
# The filters of system calls, ready for the kernel.
ifeq (yes,$(SECCOMP))
OBJECTS += $(BUILD)/obj/sandbox_ready.o
endif
PARTS   := $(filter-out %/rmxfilter/main.o,$(OBJECTS))
TOOLS   := $(patsubst tests/%.c,$(BUILD)/%,$(sort $(wildcard tests/authors/*.c tests/dkim/*.c tests/dmarc/*.c tests/dns/*.c tests/pages/*.c tests/spf/*.c)))
UNITS   := $(patsubst tests/%.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
BENCHES := $(patsubst tests/%.c,$(BUILD)/%,$(sort $(wildcard tests/bench/*.c)))
FUZZERS := $(patsubst tests/%.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAYS := $(FUZZERS:$(BUILD)/fuzz/fuzz_%=$(BUILD)/replay/replay_%)

.PHONY: all deps build-deps test-deps demo test check units coverage lint format bench bench-pages bench-check bench-counts fuzz fuzz-build faults valgrind \
	install uninstall dist deb clean always tags compile_commands.json profile bare release-check print-version
.SECONDARY:

all: $(BUILD)/rmxfilter

$(BUILD)/rmxfilter: $(OBJECTS) $(BUILD)/libraries
	$(LINK)

# How the libraries are linked: looked at whenever something is built, written when it has changed.
$(BUILD)/libraries: libraries always
	@mkdir -p $(@D)
	@SHARED='$(SHARED)' PKG_CONFIG='$(PKG_CONFIG)' LDFLAGS='$(LDFLAGS)' ./libraries $@ '$(CC)' $(LIBRARIES)

# Every room but main in one archive: a test links what it uses.
$(BUILD)/parts.a: $(PARTS)
	@rm -f $@
	$(AR) rcs $@ $^

# What this system has of what not every system has.
$(BUILD)/config.h: config Makefile
	@mkdir -p $(@D)
	@SECCOMP=$(SECCOMP) ./config $(CC) -D_GNU_SOURCE $(CPPFLAGS) $(CFLAGS) >$@

# Other flags make other objects.
$(BUILD)/obj/%.o: %.c Makefile | $(BUILD)/config.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

# Made of the lists that the program itself would make them of. Where what makes them cannot run, as in a build for another
# machine, the program makes them each time it starts, which costs half a millisecond.
$(BUILD)/tools/export_filters: $(BUILD)/obj/tools/export_filters.o $(BUILD)/obj/tools/shorten_filter.o \
		$(BUILD)/obj/rmxfilter/sandbox/sandbox_rules.o | $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(BUILD)/sandbox_ready.c: $(BUILD)/tools/export_filters
	@$< >$@.new || { echo 'The sandbox is not made ready: rmxfilter makes it when it starts.' >&2; \
		printf '#include "sandbox/sandbox_ready.h"\nconst ReadyFilter sandbox_ready[SANDBOX_KINDS] = { { 0 } };\n' >$@.new; }
	@mv $@.new $@

$(BUILD)/obj/sandbox_ready.o: $(BUILD)/sandbox_ready.c
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

-include $(OBJECTS:.o=.d) $(BUILD)/obj/tools/export_filters.d $(BUILD)/obj/tools/shorten_filter.d $(patsubst %.c,$(BUILD)/obj/%.d,$(TESTERS))

# --- packages --------------------------------------------------------------------------------------------

deps: build-deps test-deps

# GLib's archive of Debian 13 needs one of sysprof.
build-deps:
	@.ci/install-deps $(BUILD_PACKAGES)
	@! $(PKG_CONFIG) --static --libs glib-2.0 2>/dev/null | grep -q sysprof || .ci/install-deps libsysprof-capture-4-dev

test-deps:
	@.ci/install-deps $(TEST_PACKAGES)

# --- for people ------------------------------------------------------------------------------------------

# Made anew by a second make, because pkg-config may only be there since the first one ran.
demo: build-deps
	@echo "Building rmxfilter ..."
	@$(MAKE) --silent all
	@examples/demo/run $(BUILD)/rmxfilter

# What is installed names the places where it is installed, and its manual pages the release.
INSTALLED := -e 's|/usr/local/bin/rmx-deliver|$(DOCDIR)/examples/postfix/rmx-deliver|' \
	-e 's|/usr/local/bin/rmx-reinject|$(DOCDIR)/examples/postfix/rmx-reinject|' \
	-e 's|/usr/local/bin/rmx-is|$(DOCDIR)/examples/qmail/rmx-is|' -e 's|/usr/local/bin|$(BINDIR)|' \
	-e 's|^\.Os$$|.Os rmxfilter $(VERSION)|'

# the program, its pages, the files by which shells complete its options, and the documents; an example keeps its mode, as
# some are to be run
install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DOCDIR) $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) \
		$(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7
	$(INSTALL) -m 755 $(BUILD)/rmxfilter $(DESTDIR)$(BINDIR)/rmxfilter
	$(INSTALL) -m 644 completions/rmxfilter.bash $(DESTDIR)$(BASHDIR)/rmxfilter
	$(INSTALL) -m 644 completions/_rmxfilter $(DESTDIR)$(ZSHDIR)/_rmxfilter
	@put() { sed $(INSTALLED) "$$1" >"$$2" && if [ -x "$$1" ]; then chmod 755 "$$2"; else chmod 644 "$$2"; fi; }; \
	for file in man/*.[1-8]; do \
		put $$file $(DESTDIR)$(MANDIR)/man$${file##*.}/$${file##*/} || exit 1; \
	done; \
	for file in README.md CHANGES.md CONTRIBUTING.md SECURITY.md LICENSE procmailrc.example docs/*.md docs/*.svg \
			$$(find examples -type f ! -path 'examples/demo/*'); do \
		$(INSTALL) -d "$$(dirname $(DESTDIR)$(DOCDIR)/$$file)" && put $$file $(DESTDIR)$(DOCDIR)/$$file || exit 1; \
	done

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/rmxfilter $(DESTDIR)$(BASHDIR)/rmxfilter $(DESTDIR)$(ZSHDIR)/_rmxfilter
	rm -f $(DESTDIR)$(MANDIR)/man1/rmxfilter.1 $(DESTDIR)$(MANDIR)/man5/rmxfilter.conf.5
	rm -f $(DESTDIR)$(MANDIR)/man7/rmxfilter-records.7
	rm -rf $(DESTDIR)$(DOCDIR)

# The sources as they are in the last commit.
TARBALL := rmxfilter-$(VERSION)

dist:
	@[ -e .git ] || { echo 'make dist packs the last commit, and here is no git repository' >&2; exit 1; }
	@mkdir -p $(BUILD)
	git archive --prefix=$(TARBALL)/ -o $(BUILD)/$(TARBALL).tar.gz HEAD || { rm -f $(BUILD)/$(TARBALL).tar.gz; exit 1; }

# A Debian package, in $(BUILD)/deb, whose build runs the unit tests; lintian must find no error in it.
PACK = $(if $(wildcard .git),git archive --prefix=$(TARBALL)/ HEAD,tar cf - --exclude=./build --transform='s|^\.|$(TARBALL)|' .)

deb: build-deps
	@.ci/install-deps build-essential libcriterion-dev libgmime-3.0-dev debhelper lintian python3
	rm -rf $(BUILD)/deb
	@mkdir -p $(BUILD)/deb
	$(PACK) | tar xf - -C $(BUILD)/deb
	cd $(BUILD)/deb/$(TARBALL) && env -u MAKEFLAGS dpkg-buildpackage -us -uc
	cd $(BUILD)/deb && lintian --allow-root --fail-on error *.changes

clean:
	rm -rf build

# --- tests -----------------------------------------------------------------------------------------------

$(BUILD)/unit/test_sandbox_ready: $(BUILD)/obj/tools/shorten_filter.o
# What these have of their own: time, and how long it takes to send.
%/test_dns_resolver: WRAP := -Wl,--wrap=poll,--wrap=g_get_monotonic_time
%/test_mailbox_run: WRAP := -Wl,--wrap=send
$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK) $(WRAP) -lcriterion -lm

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(BUILD)/authors/%: $(BUILD)/obj/tests/authors/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

# GMime is one of the readers that the program is held against.
$(BUILD)/authors/read_gmime: tests/authors/read_gmime.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(GMIME) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(shell $(PKG_CONFIG) --libs gmime-3.0)

$(BUILD)/dkim/%: $(BUILD)/obj/tests/dkim/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(BUILD)/dmarc/%: $(BUILD)/obj/tests/dmarc/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(BUILD)/dns/%: $(BUILD)/obj/tests/dns/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(BUILD)/pages/%: $(BUILD)/obj/tests/pages/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK) -lcriterion

$(BUILD)/spf/%: $(BUILD)/obj/tests/spf/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

# Makes the inspector of a real binary crash, hang or lie, from outside.
$(BUILD)/fault.so: tests/integration/fault.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(OPTIMIZE) $(WARNINGS) -fPIC -shared -o $@ $< -ldl -lseccomp

# Makes any call of a real binary fail, one after the other. memory.c takes malloc's place, which is taken
# where AddressSanitizer is.
FAULT_LIBRARY := tests/faults/calls.c $(if $(SANITIZE),,tests/faults/memory.c)
FAULT_DRIVER  := $(patsubst %.c,$(BUILD)/obj/tests/faults/%.o,drive.c message.c rows.c run.c)

$(BUILD)/faults/faults.so: $(FAULT_LIBRARY) tests/faults/plan.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -std=gnu17 $(OPTIMIZE) $(WARNINGS) -fPIC -shared -o $@ $(FAULT_LIBRARY) -ldl

$(BUILD)/faults/drive: $(FAULT_DRIVER)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -o $@ $^

$(BUILD)/faults/pages: $(patsubst %/drive.o,%/pages.o,$(FAULT_DRIVER))
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -o $@ $^

units: $(UNITS) $(TOOLS) $(REPLAYS) $(BUILD)/fault.so $(BUILD)/faults/faults.so $(BUILD)/faults/drive $(BUILD)/faults/pages

# The tests of one build; UNIT=ip or INTEGRATION=procmail picks one.
check: all units
	tests/run $(BUILD)

# All tests, in the plain build and in the one with sanitizers.
test: deps
	$(MAKE) --no-print-directory all units
	$(MAKE) --no-print-directory SANITIZE=1 all units
	tests/run build build/sanitize

# Lines that the unit tests reach, by file; COVERAGE=rmxfilter/dns shows one room.
COVERAGE ?= mime rmxfilter
coverage: test-deps
	@$(MAKE) --no-print-directory BUILD=build/coverage OPTIMIZE='-O0 -g' CFLAGS=--coverage LDFLAGS=--coverage units
	@tests/coverage build/coverage $(COVERAGE)

# What it costs, beside other programs, which are installed for that. bench-pages writes the figures into docs, too.
bench: deps
	@.ci/install-deps $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory all $(BENCHES) $(BUILD)/dns/serve
	@tests/bench/run $(BUILD)

bench-pages: bench
	@tests/bench/write_pages.py $(BUILD) docs

# Instructions of each stage of a message, held against those of tests/bench/counts: a stage that takes more than 5 % over
# fails. bench-counts writes the file anew, after a change that was meant.
COUNT = COMPILER="$$($(CC) --version | sed '1{s/^g*cc //;q}')" FLAGS='$(OPTIMIZE) $(HARDENING) $(CPPFLAGS) $(CFLAGS)' \
	VERSIONS="$$(for name in $(LIBRARIES); do echo "$$name $$($(PKG_CONFIG) --modversion $$name)"; done | xargs)" tests/bench/count.py

bench-check: test-deps
	@$(MAKE) --no-print-directory $(BUILD)/profile/rmxfilter $(BUILD)/slowed/rmxfilter
	@$(COUNT) check $(BUILD) tests/bench/counts
	@$(COUNT) prove $(BUILD)

bench-counts: test-deps
	@$(MAKE) --no-print-directory $(BUILD)/profile/rmxfilter
	@$(COUNT) write $(BUILD) tests/bench/counts

# Needs clang's libFuzzer. FUZZ_SECONDS for each target; FUZZ=received picks one.
FUZZ_SECONDS ?= 30
fuzz: fuzz-build
	@tests/fuzz/run build/fuzz $(FUZZ_SECONDS)

fuzz-build: deps
	@$(MAKE) --no-print-directory CC=clang BUILD=build/fuzz SANITIZE=1 CFLAGS=-fsanitize=fuzzer-no-link fuzzers

fuzzers: $(FUZZERS)

$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK) $(WRAP) -fsanitize=fuzzer

# The same without libFuzzer: fed from files by every compiler's build, in `make test`.
$(BUILD)/replay/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(BUILD)/parts.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK) $(WRAP)

# System calls that a target makes up.
%/fuzz_transfer %/replay_transfer: WRAP := -Wl,--wrap=read,--wrap=write,--wrap=close,--wrap=malloc,--wrap=realloc
%/fuzz_mailbox_stream %/replay_mailbox_stream: WRAP := -Wl,--wrap=read

# Every call fails once, and again with other messages, until FAULTS faults have been injected.
FAULTS ?= 12000
faults: deps
	@$(MAKE) --no-print-directory all units
	$(BUILD)/faults/drive -n $(FAULTS) $(BUILD) examples/demo/demo.zone

# Unit tests of the rooms that read what a stranger wrote, under memcheck; VALGRIND='spf_macro walk' picks others.
VALGRIND ?= address author authserv base64 caller_id cursor dmarc_record dns_answer header key marks message mt quote received_attacks received_hostile \
	reply rmx_wire sender signature spf_record tag_list transfer zone
valgrind: test-deps
	@$(MAKE) --no-print-directory units
	@tests/valgrind $(BUILD) $(VALGRIND)

# --- order -----------------------------------------------------------------------------------------------

lint: $(BUILD)/config.h
	@tests/lint $(CPPFLAGS_ALL) $(GMIME)

format:
	clang-format -i $(SOURCES) $(HEADERS) $(TESTERS) $(wildcard tools/*.[ch])

# --- for editors and profilers -----------------------------------------------------------------------------

tags: test-deps
	@ctags -f tags --languages=C --langmap=C:.c.h $(SOURCES) $(HEADERS) $(TESTERS)

compile_commands.json: test-deps $(BUILD)/config.h
	@set -- $(CC) $(CPPFLAGS_ALL) $(GMIME) $(CFLAGS_ALL) -c; \
	printf '%s\n' $(SOURCES) $(TESTERS) | jq -nR --arg folder '$(CURDIR)' \
		'[inputs as $$file | { $$file, directory: $$folder, arguments: ($$ARGS.positional + [$$file]) }]' --args -- "$$@" >$@

# The program of `make all`, but for these files: without a sandbox, so that perf and callgrind can look into it. It says so in
# --version and explain. No mail is to go through it.
PROFILED := rmxfilter/guard rmxfilter/main rmxfilter/sandbox/sandbox

profile: $(BUILD)/profile/rmxfilter

$(BUILD)/profile/rmxfilter: $(filter-out $(PROFILED:%=$(BUILD)/obj/%.o),$(OBJECTS)) $(PROFILED:%=$(BUILD)/profile/obj/%.o) $(BUILD)/libraries
	$(LINK)

$(PROFILED:%=$(BUILD)/profile/obj/%.o): $(BUILD)/profile/obj/%.o: %.c Makefile | $(BUILD)/config.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -DPROFILING $(CFLAGS_ALL) -c -o $@ $<

-include $(PROFILED:%=$(BUILD)/profile/obj/%.d)

# The same, but slow in reading Received fields: for the test of bench-check.
SLOWED := $(patsubst %.c,%,$(wildcard mime/received/*.c))

$(BUILD)/slowed/rmxfilter: $(filter-out $(patsubst %,$(BUILD)/obj/%.o,$(PROFILED) $(SLOWED)),$(OBJECTS)) \
		$(PROFILED:%=$(BUILD)/profile/obj/%.o) $(SLOWED:%=$(BUILD)/slowed/obj/%.o) $(BUILD)/libraries
	@mkdir -p $(@D)
	$(LINK)

$(SLOWED:%=$(BUILD)/slowed/obj/%.o): $(BUILD)/slowed/obj/%.o: %.c Makefile | $(BUILD)/config.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -O0 -U_FORTIFY_SOURCE -c -o $@ $<

# The program as it is on a system that has nothing of what config looks for: for tests of what is done then.
BARED := rmxfilter/guard rmxfilter/kernel_copy rmxfilter/dns/servers $(patsubst %.c,%,$(wildcard rmxfilter/sandbox/*.c))

bare: $(BUILD)/bare/rmxfilter

$(BUILD)/bare/rmxfilter: $(filter-out $(BARED:%=$(BUILD)/obj/%.o),$(OBJECTS)) $(BARED:%=$(BUILD)/bare/obj/%.o) $(BUILD)/libraries
	$(LINK)

$(BUILD)/bare/obj/config.h: config Makefile
	@mkdir -p $(@D)
	@./config >$@

$(BARED:%=$(BUILD)/bare/obj/%.o): $(BUILD)/bare/obj/%.o: %.c Makefile $(BUILD)/bare/obj/config.h
	@mkdir -p $(@D)
	$(CC) -I$(BUILD)/bare/obj $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

-include $(BARED:%=$(BUILD)/bare/obj/%.d)

# --- a release --------------------------------------------------------------------------------------------

# What must hold before a commit is called a release: tests/release says what.
release-check: test-deps all
	@BUILD=$(BUILD) tests/release

print-version:
	@echo $(VERSION)
