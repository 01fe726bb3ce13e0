/* SPDX-License-Identifier: ISC */
/* What forwarders and taggers make of an envelope sender, and the way back. */
#include "relay/rewrite.h"

#include <criterion/criterion.h>
#include <string.h>

/* by a forwarder, which puts its own domain there */
static const struct {
    const char *address, *want; /* NULL: the sender is lost */
} forwarded[] = {
    { "SRS0=HHH=TT=bank.example=alice@fwd.example", "alice@bank.example" },
    { "srs0+HHH=TT=Bank.Example=alice@fwd.example", "alice@bank.example" },
    { "SRS0-HHH=TT=bank.example=a=b@fwd.example", "a=b@bank.example" },
    { "SRS0=HHH=TT=bank.example=bob+SRS=h=TT=x.example=y@fwd.example",
      "bob+SRS=h=TT=x.example=y@bank.example" },
    { "SRS1=HHH=first.example==hhh=TT=bank.example=alice@fwd.example",
      "SRS0=hhh=TT=bank.example=alice@first.example" },
    { "SRS1+HHH=first.example=-hhh=TT=bank.example=alice@fwd.example",
      "SRS0-hhh=TT=bank.example=alice@first.example" },
    { "bob+SRS=44ldt=IX=bank.example=alice@fwd.example", "alice@bank.example" },
    { "bob+SRS=VZ/mL=FT=bank.example=alice@fwd.example", "alice@bank.example" },
    { "bob+SRS=+Z/m+=F7=Bank.Example=Alice@fwd.example", "Alice@bank.example" },
    { "BOB.X+srs=44LDT=ix=bank.example=alice@fwd.example", "alice@bank.example" },
    { "bob+list+SRS=44ldt=IX=bank.example=alice@fwd.example", "alice@bank.example" },
    { "bob+SRS=44ldt=IX=bank.example=a=b=c@fwd.example", "a=b=c@bank.example" },
    { "bob+SRS=44ldt=IX=bank.example=a+SRS=x@fwd.example", "a+SRS=x@bank.example" },
    { "bob+SRS=44ldt=IX=fwd.example=eve+SRS=ab1CD=ZZ=bank.example=alice@two.example",
      "eve+SRS=ab1CD=ZZ=bank.example=alice@fwd.example" },
    { "bob+SRS=44ldt=IX=fwd.example=SRS0=h=TT=bank.example=alice@two.example",
      "SRS0=h=TT=bank.example=alice@fwd.example" },
    { "bounces+SRS=44ldt=IX@fwd.example", NULL },
    { "bounces+SRS=3OZRP=TY@lindt.onmicrosoft.com", NULL },
    { "Bounces+srs=v+/Z2=c7@fwd.example", NULL },
    { "user+caf_=me=example.org@gmail.com", NULL },
    { "user+x+CAF_=me=example.org@gmail.com", NULL },
};

Test(rewrite, by_a_forwarder)
{
    for (size_t i = 0; i < G_N_ELEMENTS(forwarded); i++) {
        const char *name = forwarded[i].address;
        g_autoptr(MailAddress) address = mail_address_parse(name, strlen(name));
        g_autoptr(MailAddress) original = NULL;
        Rewrite got = rewrite_undo(address, &original);
        g_autofree char *text = original ? mail_address_text(original) : NULL;

        cr_expect_eq(got, forwarded[i].want ? REWRITE_UNDONE : REWRITE_LOST, "%s", name);
        cr_expect(g_strcmp0(text, forwarded[i].want) == 0, "%s: got %s", name, text);
    }
}

/* by the sender's own host, under the sender's domain; not at all */
static const struct {
    const char *address, *want; /* NULL: no rewriting */
} owned[] = {
    { "prvs=1234abcdef=alice@bank.example", "alice@bank.example" },
    { "PRVS=alice/1234abcdef@bank.example", "alice@bank.example" },
    { "btv1==068a4973b3a==alice@bank.example", "alice@bank.example" },
    { "BTV1==068a4973b3a==a==b@bank.example", "a==b@bank.example" },
    { "alice@bank.example", NULL },
    { "bounce+bob=example.org@lists.example", NULL },
    { "msprvs1=20676xgzi92p-=bounces-1898-1322@bank.example", NULL },
    { "SRS0@fwd.example", NULL },
    { "SRS0=@fwd.example", NULL },
    { "SRS0=HHH=TT=bank.example@fwd.example", NULL },
    { "SRS0=HHH=TT=bank.example=@fwd.example", NULL },
    { "SRS0=HHH=TT==alice@fwd.example", NULL },
    { "SRS0==TT=bank.example=alice@fwd.example", NULL },
    { "SRS0xHHH=TT=bank.example=alice@fwd.example", NULL },
    { "SRS1=HHH=first.example=alice@fwd.example", NULL },
    { "SRS1=HHH=first.example@fwd.example", NULL },
    { "prvs=alice@bank.example", NULL },
    { "prvs=/x@bank.example", NULL },
    { "btv1==alice@bank.example", NULL },
    { "btv1====alice@bank.example", NULL },
    { "btv1==068a4973b3a==@bank.example", NULL },
    { "btv1=068a4973b3a=alice@bank.example", NULL },
    { "+SRS=44ldt=IX=bank.example=alice@fwd.example", NULL },
    { "bob+SRS=@fwd.example", NULL },
    { "bob+SRS=44ldt@fwd.example", NULL },
    { "bob+SRS==IX@fwd.example", NULL },
    { "bob+SRS=44ldt=I@fwd.example", NULL },
    { "bob+SRS=44ldt=IX1@fwd.example", NULL },
    { "bob+SRS=44ldt=I1@fwd.example", NULL },
    { "bob+SRS=44.dt=IX@fwd.example", NULL },
    { "bob+SRS=44ldt=IX=@fwd.example", NULL },
    { "bob+SRS=44ldt=IX=bank.example@fwd.example", NULL },
    { "bob+SRS=44ldt=IX=bank.example=@fwd.example", NULL },
    { "bob+SRS=44ldt=IX==alice@fwd.example", NULL },
    { "bob-SRS=44ldt=IX@fwd.example", NULL },
    { "+caf_=me=example.org@gmail.com", NULL },
};

Test(rewrite, by_nobody_else)
{
    for (size_t i = 0; i < G_N_ELEMENTS(owned); i++) {
        const char *name = owned[i].address;
        g_autoptr(MailAddress) address = mail_address_parse(name, strlen(name));
        g_autoptr(MailAddress) original = NULL;
        Rewrite got = rewrite_undo(address, &original);
        g_autofree char *text = original ? mail_address_text(original) : NULL;

        cr_expect_eq(got, owned[i].want ? REWRITE_UNDONE : REWRITE_NONE, "%s", name);
        cr_expect(g_strcmp0(text, owned[i].want) == 0, "%s: got %s", name, text);
    }
}
