# SPDX-License-Identifier: ISC
# GNU make. `make deps` installs what is missing; everything built lands in $(BUILD).
#
#   make [all]      build/rmxfilter            make SANITIZE=1   the same with ASan and UBSan, in build/sanitize
#   make demo       build, then see it work    make test         everything that is tested
#   make lint bench fuzz install uninstall clean

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
DOCDIR  ?= $(PREFIX)/share/doc/rmxfilter
INSTALL ?= install
VERSION := 0.1.0

# --- what it needs ---------------------------------------------------------------------------------------

BUILD_PACKAGES := gcc libc6-dev make pkg-config libglib2.0-dev libgmime-3.0-dev libidn2-dev libjansson-dev libpsl-dev
TEST_PACKAGES  := libcriterion-dev bats nsd unbound procmail clang clang-format clang-tidy \
	cppcheck shellcheck mandoc valgrind jq time
LIBRARIES      := gmime-3.0 glib-2.0 libidn2 jansson libpsl

# --- how it is built -------------------------------------------------------------------------------------

ifdef SANITIZE
BUILD    ?= build/sanitize
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPTIMIZE ?= -O1 -g
else
BUILD    ?= build
OPTIMIZE ?= -O2 -g
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wformat=2 -Wconversion \
	-Wimplicit-fallthrough
ifdef WERROR
WARNINGS += -Werror
endif

CPPFLAGS_ALL := -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -I. -Irmxfilter \
	$(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)) $(CPPFLAGS)
CFLAGS_ALL    = -std=gnu17 $(OPTIMIZE) $(WARNINGS) $(SANITIZER) -fPIE -MMD -MP $(CFLAGS)
LDFLAGS_ALL   = -pie $(SANITIZER) -Wl,--as-needed $(LDFLAGS)
LIBS         := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lresolv

SOURCES := $(sort $(wildcard mime/*.c rmxfilter/*.c rmxfilter/*/*.c))
HEADERS := $(sort $(wildcard mime/*.h rmxfilter/*.h rmxfilter/*/*.h tests/*/*.h))
TESTERS := $(sort $(wildcard tests/unit/*.c tests/bench/*.c tests/fuzz/*.c tests/dns/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
PARTS   := $(filter-out %/rmxfilter/main.o,$(OBJECTS))
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all deps build-deps demo test check units lint format bench fuzz install uninstall clean
.SECONDARY:

all: $(BUILD)/rmxfilter

$(BUILD)/rmxfilter: $(OBJECTS)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

# Every room but main in one archive: a test links what it uses.
$(BUILD)/parts.a: $(PARTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/parts.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcriterion

-include $(OBJECTS:.o=.d) $(patsubst %.c,$(BUILD)/obj/%.d,$(TESTERS))

# --- tests -----------------------------------------------------------------------------------------------

# Unit tests and whole-program tests of one build; UNIT=received or INTEGRATION=procmail picks some.
units: $(UNITS)

check: all units
	tests/run $(BUILD)

# What CI runs: both builds, the same tests.
test: deps
	$(MAKE) WERROR=1 all units
	$(MAKE) WERROR=1 SANITIZE=1 all units
	tests/run build build/sanitize

lint:
	tests/lint "$(CPPFLAGS_ALL)"

format:
	clang-format -i $(SOURCES) $(HEADERS) $(TESTERS)

clean:
	rm -rf build
