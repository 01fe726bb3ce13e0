/* SPDX-License-Identifier: ISC */
/* One function for what each array holds, in the order of the contract. */
#include "doctor/doctor_json.h"

#include "report/json_parts.h"

static json_t *
doctor_finding_json(const void *item)
{
    const DoctorFinding *finding = item;
    json_t *object = json_object();

    json_add_text(object, "severity", doctor_severity_text(finding->severity));
    json_add_text(object, "about", finding->about);
    json_add_text(object, "problem", finding->text);
    return object;
}

static json_t *
doctor_file_json(const void *item)
{
    static const char *const states[] = {
        [SETTINGS_FILE_READ] = "read",
        [SETTINGS_FILE_ABSENT] = "absent",
        [SETTINGS_FILE_REFUSED] = "refused",
    };
    const SettingsFileSeen *file = item;
    json_t *object = json_object();

    json_add_text(object, "file", file->path);
    json_add_text(object, "state", states[file->state]);
    return object;
}

static json_t *
doctor_value_json(const void *item)
{
    const SettingsValue *value = item;
    json_t *object = json_object();

    json_add_text(object, "name", value->name);
    json_add_text(object, "value", value->value);
    json_add_text(object, "origin", value->origin);
    return object;
}

static json_t *
doctor_entry_json(const void *item)
{
    const DoctorTrust *trust = item;
    const TrustLeads *leads = trust->leads;
    json_t *object = json_object();

    json_add_text(object, "entry", trust->entry);
    json_add_text(object, "nowhere", leads->nowhere);
    json_add_text(object, "unknown", leads->unknown);
    json_add_text(object, "shared", leads->shared ? leads->shared->name : NULL);
    json_add_text(object, "shared_name", leads->shared_name);
    return object;
}

static json_t *
doctor_resolver_json(const void *item)
{
    const ResolverProbe *probe = item;
    json_t *object = json_object();

    json_add_text(object, "address", probe->address);
    json_object_set_new(object, "here", json_boolean(probe->here));
    json_object_set_new(object, "trusted", json_boolean(probe->trusted));
    if (!probe->has_zone) {
        json_object_set_new(object, "resolves", json_boolean(probe->resolves));
        json_object_set_new(object, "validates", json_boolean(probe->validates));
        json_object_set_new(object, "ms", json_real(probe->ms));
    }
    json_add_text(object, "problem", probe->problem);
    return object;
}

static json_t *
doctor_callers_json(const Diagnosis *diagnosis)
{
    json_t *array = json_array();

    for (const DoctorCaller *caller = diagnosis->callers; caller->name; caller++) {
        json_t *object = json_object();

        json_add_text(object, "name", caller->name);
        json_add_text(object, "setting", caller->setting);
        json_object_set_new(object, "seconds", json_real(caller->seconds));
        json_object_set_new(object, "enough", json_boolean(diagnosis->wait < caller->seconds));
        json_array_append_new(array, object);
    }
    return array;
}

char *
doctor_json(const Diagnosis *diagnosis)
{
    json_t *object = json_object();

    json_object_set_new(object, "well", json_boolean(diagnosis_count(diagnosis) == 0));
    json_object_set_new(object, "findings",
                        json_array_of(diagnosis->findings, doctor_finding_json));
    json_object_set_new(object, "files", json_array_of(diagnosis->survey->files, doctor_file_json));
    json_object_set_new(object, "settings",
                        json_array_of(diagnosis->survey->values, doctor_value_json));
    json_object_set_new(object, "trust", json_array_of(diagnosis->trust, doctor_entry_json));
    json_object_set_new(object, "resolvers",
                        json_array_of(diagnosis->resolvers, doctor_resolver_json));
    json_object_set_new(object, "sandbox", json_sandbox(diagnosis->sandbox, false));
    json_object_set_new(object, "wait", json_real(diagnosis->wait));
    json_object_set_new(object, "callers", doctor_callers_json(diagnosis));
    json_add_text(object, "next", diagnosis->next);
    return json_object_text(object);
}
