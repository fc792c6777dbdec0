// SPDX-License-Identifier: MIT
import java.lang.reflect.Method;

import org.junit.Test;
import org.junit.internal.TextListener;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;

/** What each-junit-test calls, with JUnit 4: CLASS … prints CLASS#METHOD for each test; CLASS#METHOD runs that one. */
public class FreeholdJUnit {
    private static void list(String name) throws ClassNotFoundException {
        for (Method method : Class.forName(name).getMethods())
            if (method.isAnnotationPresent(Test.class))
                System.out.println(name + "#" + method.getName());
    }

    private static boolean run(String name, String method) throws ClassNotFoundException {
        JUnitCore core = new JUnitCore();
        core.addListener(new TextListener(System.out));
        return core.run(Request.method(Class.forName(name), method)).wasSuccessful();
    }

    public static void main(String[] tests) throws ClassNotFoundException {
        for (String test : tests) {
            String[] words = test.split("#");
            if (words.length == 1)
                list(test);
            else if (!run(words[0], words[1]))
                System.exit(1);
        }
    }
}
