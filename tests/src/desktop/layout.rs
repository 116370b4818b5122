//! Whether everything on the screen can be got at.

use super::Window;

/// Goes to each control as a person does who scrolls, and looks what is under the pointer there. What nothing scrolls is
/// put back, since a person could not have moved it.
const OUT_OF_REACH: &str = r"
    const name = e => `${e.tagName}.${e.className} ${e.dataset.testid ?? ''} ${(e.innerText ?? '').slice(0, 40)}`;
    const stuck = () => [...document.querySelectorAll('html, body, .app, .app *')].filter(e =>
        (e.scrollLeft !== 0 && /hidden|clip/.test(getComputedStyle(e).overflowX)) ||
        (e.scrollTop !== 0 && /hidden|clip/.test(getComputedStyle(e).overflowY)));
    const problem = control => {
        control.scrollIntoView({ block: 'center', inline: 'nearest' });
        const moved = stuck();
        for (const e of moved) e.scrollLeft = e.scrollTop = 0;
        if (moved.length) return 'lies where nothing scrolls: ' + moved.map(name).join(', ');
        const box = control.getBoundingClientRect();
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (left >= right || top >= bottom) return 'lies beside the window';
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const own = [control, ...(control.labels ?? [])].some(e => e.contains(hit));
        const passes = control.disabled || getComputedStyle(control).pointerEvents === 'none';
        return own || (passes && hit.contains(control)) ? '' : 'is covered by ' + (hit ? name(hit) : 'nothing');
    };
    const mark = e => e.tagName === 'TR' ? e.querySelector('td:not(.pick)') : e;
    const controls = [...document.querySelectorAll('.app button, .app input, .app select, .app textarea, .app a, .app [tabindex], .app h1')]
        .map(mark).filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.hush, dialog:not([open])') && e.getBoundingClientRect().width > 0);
    const found = controls.map(e => [e, problem(e)]).filter(([, what]) => what).map(([e, what]) => `${name(e)} ${what}`);
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`the page is ${wide} px wider than the window`);
    for (const body of document.querySelectorAll('.body')) {
        const over = body.scrollWidth - body.clientWidth;
        const edge = body.getBoundingClientRect().left + body.clientWidth - parseFloat(getComputedStyle(body).paddingRight);
        const widest = [...body.querySelectorAll('*')].find(e => e.getBoundingClientRect().right > edge);
        if (over > 0) found.push(`the screen scrolls sideways by ${over} px` + (widest ? ' because of ' + name(widest) : ''));
    }
    if (!controls.length) found.push('there is no control at all');
    return found.join('\n');
";

impl Window {
    /// Controls that no scrolling brings under the pointer, and a page that scrolls sideways; empty when all is well.
    pub async fn out_of_reach(&self) -> String {
        let found = self.client.execute(OUT_OF_REACH, Vec::new()).await.unwrap();
        found.as_str().unwrap().to_owned()
    }
}
