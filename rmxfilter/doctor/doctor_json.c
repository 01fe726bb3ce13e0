/* SPDX-License-Identifier: ISC */
/* One function for each array, in the order of the contract. */
#include "doctor/doctor_json.h"

#include "report/json_parts.h"

static json_t *
doctor_findings_json(const Diagnosis *diagnosis)
{
    json_t *array = json_array();

    for (guint i = 0; i < diagnosis->findings->len; i++) {
        const DoctorFinding *finding = diagnosis->findings->pdata[i];
        json_t *object = json_object();

        json_add_text(object, "severity", doctor_severity_text(finding->severity));
        json_add_text(object, "about", finding->about);
        json_add_text(object, "problem", finding->text);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
doctor_files_json(const SettingsSurvey *survey)
{
    static const char *const states[] = {
        [SETTINGS_FILE_READ] = "read",
        [SETTINGS_FILE_ABSENT] = "absent",
        [SETTINGS_FILE_REFUSED] = "refused",
    };
    json_t *array = json_array();

    for (guint i = 0; i < survey->files->len; i++) {
        const SettingsFileSeen *file = survey->files->pdata[i];
        json_t *object = json_object();

        json_add_text(object, "file", file->path);
        json_add_text(object, "state", states[file->state]);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
doctor_values_json(const SettingsSurvey *survey)
{
    json_t *array = json_array();

    for (guint i = 0; i < survey->values->len; i++) {
        const SettingsValue *value = survey->values->pdata[i];
        json_t *object = json_object();

        json_add_text(object, "name", value->name);
        json_add_text(object, "value", value->value);
        json_add_text(object, "origin", value->origin);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
doctor_trust_json(const Diagnosis *diagnosis)
{
    json_t *array = json_array();

    for (guint i = 0; i < diagnosis->trust->len; i++) {
        const DoctorTrust *trust = diagnosis->trust->pdata[i];
        const TrustLeads *leads = trust->leads;
        json_t *object = json_object();

        json_add_text(object, "entry", trust->entry);
        json_add_text(object, "nowhere", leads->nowhere);
        json_add_text(object, "unknown", leads->unknown);
        json_add_text(object, "shared", leads->shared ? leads->shared->name : NULL);
        json_add_text(object, "shared_name", leads->shared_name);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
doctor_resolvers_json(const Diagnosis *diagnosis)
{
    json_t *array = json_array();

    for (guint i = 0; i < diagnosis->resolvers->len; i++) {
        const ResolverProbe *probe = diagnosis->resolvers->pdata[i];
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
        json_array_append_new(array, object);
    }
    return array;
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
    json_object_set_new(object, "findings", doctor_findings_json(diagnosis));
    json_object_set_new(object, "files", doctor_files_json(diagnosis->survey));
    json_object_set_new(object, "settings", doctor_values_json(diagnosis->survey));
    json_object_set_new(object, "trust", doctor_trust_json(diagnosis));
    json_object_set_new(object, "resolvers", doctor_resolvers_json(diagnosis));
    json_object_set_new(object, "sandbox", json_sandbox(diagnosis->sandbox, false));
    json_object_set_new(object, "wait", json_real(diagnosis->wait));
    json_object_set_new(object, "callers", doctor_callers_json(diagnosis));
    return json_object_text(object);
}
