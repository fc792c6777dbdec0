# SPDX-License-Identifier: MIT
"""ci_steps.py action|gitlab PROJECT: runs on PROJECT, in a bash of its own each, what a CI system would run: the steps of action.yml
that are scripts, or the script of the GitLab template. Options NAME=VALUE are inputs, or variables. Prints each step, and ends with the
status of the first that fails; for the action, steps that call other actions are named and left out."""
import os
import re
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

SOURCE = os.environ['SOURCE']


def load(path):
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        return YAML(typ='safe').load(file)


def run(script, folder, environment, strict):
    # As GitHub's runner and GitLab's have it.
    shell = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script] if strict else ['bash', '-c', script]
    return subprocess.run(shell, cwd=folder, env={**os.environ, **environment}, check=False).returncode


def expand(text, values):
    """${{ NAME }} in text: only names; whatever else an expression may be is an error here."""
    def value(match):
        name = match.group(1).strip()
        if name not in values:
            raise SystemExit(f'ci_steps.py: no value for ${{{{ {name} }}}}')
        return values[name]
    return re.sub(r'\$\{\{(.*?)\}\}', value, str(text))


def is_wanted(condition, values):
    match = re.fullmatch(r"\$\{\{ (\S+) == '(.*)' \}\}", condition)
    if not match:
        raise SystemExit(f'ci_steps.py: can\'t tell whether {condition}')
    return values[match.group(1)] == match.group(2)


def action(project, inputs):
    about = load('action.yml')
    unknown = set(inputs) - set(about['inputs'])
    if unknown:
        raise SystemExit(f'ci_steps.py: action.yml has no inputs {unknown}')
    values = {'inputs.' + name: str(inputs.get(name, entry['default'])) for name, entry in about['inputs'].items()}
    values['github.action_path'] = SOURCE
    with tempfile.TemporaryDirectory() as folder:
        summary = os.path.join(folder, 'summary')
        for step in about['runs']['steps']:
            if 'uses' in step:
                print(f'left out: {step["uses"]}', flush=True)
                continue
            if 'if' in step and not is_wanted(step['if'], values):
                continue
            output = os.path.join(folder, 'output')
            with open(output, 'w', encoding='utf-8'):
                pass
            environment = {name: expand(text, values) for name, text in step.get('env', {}).items()}
            environment.update(GITHUB_OUTPUT=output, GITHUB_STEP_SUMMARY=summary, RUNNER_TEMP=folder)
            where = os.path.join(project, expand(step.get('working-directory', '.'), values))
            if '${{' in step['run']:
                raise SystemExit('ci_steps.py: an expression in a script: inputs could be code')
            status = run(step['run'], where, environment, True)
            with open(output, encoding='utf-8') as file:
                for line in file:
                    name, _, text = line.rstrip('\n').partition('=')
                    values[f'steps.{step["id"]}.outputs.{name}'] = text
            if status != 0:
                break
        if os.path.exists(summary):
            with open(summary, encoding='utf-8') as file:
                print('summary:\n' + file.read())
    return status


def gitlab(project, variables):
    job = load('share/gitlab/freehold.gitlab-ci.yml')['.freehold']
    environment = {**job['variables'], **variables}
    status = 0
    for line in job['script']:
        status = status or run(line, project, environment, False)
    kept = [*job['artifacts']['reports'].values(), *job['artifacts']['paths']]
    missing = [path for path in kept if not os.path.exists(os.path.join(project, path))]
    if missing:
        raise SystemExit(f'ci_steps.py: artefacts that are not there: {missing}')
    return status


kind, project = sys.argv[1:3]
given = dict(word.split('=', 1) for word in sys.argv[3:])
sys.exit({'action': action, 'gitlab': gitlab}[kind](project, given))
