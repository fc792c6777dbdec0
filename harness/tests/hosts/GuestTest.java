// SPDX-License-Identifier: MIT
import org.junit.Test;

/** The guest's native methods (Guest.java) in JUnit; BUGS: what goes wrong, "forget,dropOfC". */
public class GuestTest {
    static {
        System.load(System.getenv("GUEST"));
    }

    private static boolean has(String bug) {
        String bugs = System.getenv("BUGS");
        return bugs != null && bugs.contains(bug);
    }

    @Test
    public void greets() {
        Guest.greet();
    }

    @Test
    public void forgets() {
        if (has("forget"))
            Guest.forget();
    }

    @Test
    public void dropsOfC() {
        if (has("dropOfC"))
            Guest.dropOfC();
    }
}
